import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';

/** Asks WeChat for the figures now, which itself costs calls. */
export function useRefreshQuotas(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/quotas', { params: { path: { app_id: appId }, query: { refresh: true } } }),
      ),
    onSuccess: (sheet) => client.setQueryData(keys.quotas(appId), sheet),
  });
}

/** Sets all counts of the day to zero at WeChat, one of ten times a month. */
export function useClearQuotas(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/accounts/{app_id}/quotas/clear', { params: { path: { app_id: appId } } })),
    onSuccess: (sheet) => client.setQueryData(keys.quotas(appId), sheet),
  });
}
