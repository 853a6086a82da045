import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

type Schemas = components['schemas'];
export type Button = Schemas['Button'];
export type ConditionalMenu = Schemas['ConditionalMenu'];
export type Menu = Schemas['Menu'];
export type MenuChange = Schemas['MenuChange'];
export type MenuForm = Schemas['MenuForm'];
export type MenuPlan = Schemas['MenuPlan'];
export type MenuState = Schemas['MenuState'];
export type MenuVersion = Schemas['MenuVersion'];

const path = (appId: string) => ({ params: { path: { app_id: appId } } });

/** Draft, live menu, and what WeChat has, which the server keeps for five minutes. */
export const menuQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.menu(appId),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/accounts/{app_id}/menu', { ...path(appId), signal })),
    staleTime: 0,
  });

/** What publishing the draft would change; WeChat is read for it at once. */
export const planQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.menuPlan(appId),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/accounts/{app_id}/menu/publish', { ...path(appId), signal })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });

/** A page of the menus that were live, newest first. */
export const versionsQuery = (appId: string, cursor: string) =>
  queryOptions({
    queryKey: keys.menuVersions(appId, cursor),
    queryFn: ({ signal }) => {
      const query = { limit: 20, ...(cursor && { cursor }) };
      const params = { path: { app_id: appId }, query };
      return answer(api.GET('/api/v1/accounts/{app_id}/menu/versions', { params, signal }));
    },
    staleTime: 0,
  });

/** A call that answers with the menu as it is after it. */
function useMenuCall<In>(appId: string, call: (value: In) => Promise<MenuState>) {
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

/** Replaces the draft. */
export const useSaveMenu = (appId: string) =>
  useMenuCall(appId, (body: MenuForm) => answer(api.PUT('/api/v1/accounts/{app_id}/menu', { ...path(appId), body })));

/** Makes the draft the menu that followers see. */
export const usePublishMenu = (appId: string) =>
  useMenuCall(appId, (body: Schemas['MenuPublish']) =>
    answer(api.POST('/api/v1/accounts/{app_id}/menu/publish', { ...path(appId), body })),
  );

/** Makes what WeChat has the draft. */
export const useImportMenu = (appId: string) =>
  useMenuCall(appId, (_: undefined) => answer(api.POST('/api/v1/accounts/{app_id}/menu/import', path(appId))));

/** Makes a menu that was live the draft. */
export const useRestoreVersion = (appId: string) =>
  useMenuCall(appId, (id: string) =>
    answer(
      api.POST('/api/v1/accounts/{app_id}/menu/versions/{id}/restore', { params: { path: { app_id: appId, id } } }),
    ),
  );
