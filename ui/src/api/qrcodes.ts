import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from './client';
import { keys } from './keys';
import type { operations } from './schema.gen';

type Query = NonNullable<operations['list-qrcodes']['parameters']['query']>;

/** A page of the QR codes that fit, newest first, each with its last 30 days. */
export const codesQuery = (appId: string, query: Query) =>
  queryOptions({
    queryKey: keys.qrcodes(appId, query),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/qrcodes', { params: { path: { app_id: appId }, query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

/** The newest 50 QR codes whose name or scene has the words in it, to choose from; without words the newest of all. */
export const foundCodesQuery = (appId: string, q: string) => codesQuery(appId, { ...(q && { q }), limit: 50 });

/** Sources and campaigns in use, the permanent codes that are left, and how many wait for WeChat. */
export const codeFacetsQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.qrcodeFacets(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/qrcodes/facets', { params: { path: { app_id: appId } }, signal })),
    staleTime: 10_000,
  });
