import { queryOptions } from '@tanstack/react-query';
import { answer, api } from './client';
import { keys } from './keys';

/** The tags of an account as WeChat last told them, and their limits. Asking WeChat anew is `refresh`, for operators. */
export const tagsQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.tags(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/tags', { params: { path: { app_id: appId } }, signal })),
    staleTime: 30_000,
  });
