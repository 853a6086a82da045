import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Quota } from './client';
import { keys } from './keys';

/** Today's calls of an account, per interface. Asking WeChat for the figures costs calls, so it is the server's choice when. */
export const quotasQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.quotas(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/quotas', { params: { path: { app_id: appId } }, signal })),
    staleTime: 30_000,
  });

/** The share of the limit that is used, 0 to 1; undefined when the limit is not known. */
export function usedShare(quota: Quota): number | undefined {
  return quota.limit > 0 ? Math.min(1, quota.used / quota.limit) : undefined;
}
