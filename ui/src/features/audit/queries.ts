import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';

/** How many entries a page has. */
export const auditPage = 50;

/** One page of the audit, newest first. */
export const auditQuery = (cursor?: string) =>
  queryOptions({
    queryKey: keys.audit({ cursor }),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/audit', { params: { query: { limit: auditPage, ...(cursor ? { cursor } : {}) } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
