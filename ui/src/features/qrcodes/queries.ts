import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';
import type { CodeSearch } from './search';

type Schemas = components['schemas'];
export type QRCode = Schemas['QRCode'];
export type NewQRCode = Schemas['NewQRCode'];
export type QRCodeChange = Schemas['QRCodeChange'];
export type DayCount = Schemas['DayCount'];
export type CodeFacets = Schemas['CodeFacets'];

/** What of the codes the address asks for, without the page. */
export function codeFilter(search: CodeSearch) {
  return {
    ...(search.q && { q: search.q }),
    ...(search.kind && { kind: search.kind }),
    ...(search.source && { source: search.source }),
    ...(search.campaign && { campaign: search.campaign }),
    ...(search.unmade && { problem: 'true' as const }),
  };
}

/** One code as it is now. */
export const codeQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.qrcode(appId, id),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/qrcodes/{id}', { params: { path: { app_id: appId, id } }, signal })),
    staleTime: 0,
  });

/** The followers whom a code brought, the last first. Who unfollowed is not among them: they are erased. */
export const codePeopleQuery = (appId: string, scene: string) =>
  infiniteQueryOptions({
    queryKey: keys.contacts(appId, { cameBy: scene }),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { followed_by: scene, limit: 10, ...(pageParam && { cursor: pageParam }) };
      return answer(
        api.GET('/api/v1/accounts/{app_id}/contacts', { params: { path: { app_id: appId }, query }, signal }),
      );
    },
    getNextPageParam: (page) => page.next_cursor || undefined,
  });

/** Everything that changes when a code does. */
function useRenewList(appId: string) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.allQRCodes(appId) });
}

/** Makes a code at WeChat. */
export function useCreateCode(appId: string) {
  const renew = useRenewList(appId);
  return useMutation({
    mutationFn: (body: NewQRCode) =>
      answer(api.POST('/api/v1/accounts/{app_id}/qrcodes', { params: { path: { app_id: appId } }, body })),
    onSuccess: renew,
  });
}

/** Changes what is kept here of a code. */
export function useChangeCode(appId: string) {
  const renew = useRenewList(appId);
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: QRCodeChange }) =>
      answer(api.PATCH('/api/v1/accounts/{app_id}/qrcodes/{id}', { params: { path: { app_id: appId, id } }, body })),
    onSuccess: renew,
  });
}

/** Removes a code here; at WeChat it lives on. */
export function useDeleteCode(appId: string) {
  const renew = useRenewList(appId);
  return useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/v1/accounts/{app_id}/qrcodes/{id}', { params: { path: { app_id: appId, id } } })),
    onSuccess: renew,
  });
}

/** Makes a temporary code anew, as another picture, or one that WeChat had refused. */
export function useRenewCode(appId: string) {
  const renew = useRenewList(appId);
  return useMutation({
    mutationFn: ({ id, days }: { id: string; days?: number | undefined }) =>
      answer(
        api.POST('/api/v1/accounts/{app_id}/qrcodes/{id}/renew', {
          params: { path: { app_id: appId, id } },
          body: days ? { expire_days: days } : {},
        }),
      ),
    onSuccess: renew,
  });
}

/** What is wrong with one row of a file: `related` of the failure "qrcode_import.rows". */
export type RowProblem = {
  /** The line of the file; its header is 1. */
  row: number;
  field?: string;
  code: string;
  detail: string;
  params?: Record<string, string>;
};

/** Makes the codes of a file in the background, or only checks it: then nothing is kept. */
export function useImportCodes(appId: string) {
  const renew = useRenewList(appId);
  return useMutation({
    mutationFn: ({ text, check }: { text: string; check: boolean }) =>
      answer(
        api.POST('/api/v1/accounts/{app_id}/qrcodes/import', {
          params: { path: { app_id: appId }, query: check ? { check_only: true } : {} },
          headers: { 'Content-Type': 'text/csv' },
          body: text,
          bodySerializer: (body: unknown) => body as string,
        }),
      ),
    onSuccess: (made) => (made.kept ? renew() : undefined),
  });
}
