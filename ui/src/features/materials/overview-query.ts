import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';

/** The account's figures and the times of its last finished syncs; costs no call to WeChat. */
export const overviewQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.overview(appId),
    queryFn: async ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/overview', { params: { path: { app_id: appId } }, signal })),
    staleTime: 15_000,
  });
