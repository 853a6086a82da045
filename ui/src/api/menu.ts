import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from './client';
import { keys } from './keys';
import type { components } from './schema.gen';

export type MenuState = components['schemas']['MenuState'];

const path = (appId: string) => ({ params: { path: { app_id: appId } } });

/** Draft, live menu, and what WeChat has, which the server keeps for five minutes. */
export const menuQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.menu(appId),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/accounts/{app_id}/menu', { ...path(appId), signal })),
    staleTime: 0,
  });

/** A call that answers with the menu as it is after it. */
export function useMenuCall<In>(appId: string, call: (value: In) => Promise<MenuState>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (state) => {
      // A reading that is under way is older than this answer.
      void cache.cancelQueries({ queryKey: keys.menu(appId), exact: true });
      cache.setQueryData(keys.menu(appId), state);
    },
  });
}

/** Makes what WeChat has the draft. */
export const useImportMenu = (appId: string) =>
  useMenuCall(appId, (_: undefined) => answer(api.POST('/api/v1/accounts/{app_id}/menu/import', path(appId))));
