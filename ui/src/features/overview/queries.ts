import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';

/** What the account's first page shows. While a run is under way it is read often enough to move. */
export const overviewQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.overview(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/overview', { params: { path: { app_id: appId } }, signal })),
    staleTime: 10_000,
    refetchInterval: (query) => (query.state.data?.active_run?.state === 'running' ? 3000 : 60_000),
  });
