import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from './client';
import { keys } from './keys';

/** What is still set on mp.weixin.qq.com; the server keeps a reading for five minutes, `refresh` reads at once. */
export const autoRepliesQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.autoReplies(appId),
    queryFn: ({ signal }) => readAutoReplies(appId, false, signal),
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });

/** Reads them from WeChat at once. */
export function useRefreshAutoReplies(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => readAutoReplies(appId, true),
    onSuccess: (read) => cache.setQueryData(keys.autoReplies(appId), read),
  });
}

function readAutoReplies(appId: string, refresh: boolean, signal?: AbortSignal) {
  return answer(
    api.GET('/api/v1/accounts/{app_id}/auto-replies', {
      params: { path: { app_id: appId }, query: refresh ? { refresh } : {} },
      ...(signal && { signal }),
    }),
  );
}

/** Takes them over as rules. */
export function useImportAutoReplies(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/accounts/{app_id}/auto-replies/import', { params: { path: { app_id: appId } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.replyRules(appId) }),
  });
}
