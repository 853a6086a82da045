import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';
import { midnight } from '@/lib/dates';
import type { MassSearch, MassState } from './search';

type Schemas = components['schemas'];
export type Audience = Schemas['Audience'];
export type MassCandidate = Schemas['MassCandidate'];
export type MassCheck = Schemas['MassCheck'];
export type MassQuota = Schemas['MassQuota'];
export type MassSend = Schemas['MassSend'];
export type MassSends = Schemas['PageMassSend'];
export type Preflight = Schemas['Preflight'];

/** How many mass sends a page has. */
export const massPage = 20;

/** The part of the address that decides what is listed. */
export const massFilter = ({ state, cursor }: MassSearch) => ({ ...(state && { state }), ...(cursor && { cursor }) });

/** A page of the mass sends, those made last first; kept fresh while one looks at it. */
export const massSendsQuery = (appId: string, search: MassSearch) =>
  queryOptions({
    queryKey: keys.massSendList(appId, massFilter(search)),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/mass-sends', {
          params: { path: { app_id: appId }, query: { limit: massPage, ...massFilter(search) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: search.cursor ? false : 10_000,
    staleTime: 2_000,
  });

/** All mass sends from one day of Beijing until another, which is no part of it, by when they go out or went out. */
export const massCalendarQuery = (appId: string, from: string, until: string, state: MassState | undefined) =>
  queryOptions({
    queryKey: keys.massSendList(appId, { from, until, state }),
    queryFn: async ({ signal }) => {
      const all: MassSend[] = [];
      const bounds = { from: midnight(from).toISOString(), until: midnight(until).toISOString() };
      for (let cursor = ''; ; ) {
        const page = await answer(
          api.GET('/api/v1/accounts/{app_id}/mass-sends', {
            params: {
              path: { app_id: appId },
              query: { limit: 100, ...bounds, ...(state && { state }), ...(cursor && { cursor }) },
            },
            signal,
          }),
        );
        all.push(...page.items);
        cursor = page.next_cursor ?? '';
        if (!cursor) return all;
      }
    },
    refetchInterval: 10_000,
    staleTime: 2_000,
  });

/** Reports whether something is still to be learned of the send without anybody acting. */
export function underWay({ state, counts }: MassSend): boolean {
  return state === 'scheduled' || state === 'sending' || state === 'waiting' || (state === 'sent' && !counts);
}

const one = (appId: string, id: string) => ({ params: { path: { app_id: appId, id } } });

/** One mass send, looked at again while it is under way. */
export const massSendQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.massSend(appId, id),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/mass-sends/{id}', { ...one(appId, id), signal })),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && underWay(data) ? 3_000 : false),
  });

/** Quota of the period by this console's own record, previews left today, and whether a second operator approves. */
export const massRulesQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.massRules(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/mass-rules', { params: { path: { app_id: appId } }, signal })),
    staleTime: 10_000,
  });

/** How fast the account sends, as WeChat says now. */
export const massSpeedQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.massSpeed(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/mass-speed', { params: { path: { app_id: appId } }, signal })),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

/** Says how fast WeChat sends, 0 the fastest to 4. */
export function useSetSpeed(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (speed: number) =>
      answer(api.PUT('/api/v1/accounts/{app_id}/mass-speed', { params: { path: { app_id: appId } }, body: { speed } })),
    onSuccess: (speed) => cache.setQueryData(keys.massSpeed(appId), speed),
  });
}

/** Says whether a send needs a second operator. */
export function useSetApproval(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (approval: boolean) =>
      answer(
        api.PUT('/api/v1/accounts/{app_id}/mass-rules', { params: { path: { app_id: appId } }, body: { approval } }),
      ),
    onSuccess: (rules) => cache.setQueryData(keys.massRules(appId), rules),
  });
}

/** The pushed results that may be those of an unknown send. */
export const candidatesQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.massCandidates(appId, id),
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/v1/accounts/{app_id}/mass-sends/{id}/candidates', { ...one(appId, id), signal })))
        .items,
    staleTime: 0,
  });

/** A call that answers with the send as it is after it; one waits for the one before. */
function useMassCall<In>(appId: string, call: (value: In) => Promise<MassSend>) {
  const cache = useQueryClient();
  return useMutation({
    scope: { id: `mass-send ${appId}` },
    mutationFn: call,
    onSuccess: (send) => {
      // A reading that is under way is older than this answer.
      void cache.cancelQueries({ queryKey: keys.massSend(appId, send.id), exact: true });
      cache.setQueryData(keys.massSend(appId, send.id), send);
      void cache.invalidateQueries({ queryKey: [...keys.massSends(appId), 'list'] });
      void cache.invalidateQueries({ queryKey: keys.massRules(appId) });
    },
  });
}

/** What is composed: all of it for a new one, what changed of one that is there. */
export type Composed = {
  media_id?: string;
  audience?: Audience;
  ignore_reprint?: boolean;
  scheduled_at?: string | null;
};
export type NewSend = Composed & { media_id: string; audience: Audience; scheduled_at?: string };

/** Composes a mass send. */
export const useCreate = (appId: string) =>
  useMassCall(appId, (body: NewSend) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends', { params: { path: { app_id: appId } }, body })),
  );

/** Changes a draft as it was seen last; refused where somebody else changed it since. */
export function useChange(appId: string) {
  const cache = useQueryClient();
  return useMassCall(appId, ({ id, change }: { id: string; change: Composed }) => {
    const seen = cache.getQueryData<MassSend>(keys.massSend(appId, id));
    return answer(
      api.PATCH('/api/v1/accounts/{app_id}/mass-sends/{id}', {
        ...one(appId, id),
        body: { ...change, ...(seen && { updated_at: seen.updated_at }) },
      }),
    );
  });
}

/** Makes every check that can be made before it goes out as it is planned. */
export const useCheck = (appId: string) =>
  useMassCall(appId, (id: string) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/preflight', one(appId, id))),
  );

/** Sends it to one person. */
export const usePreview = (appId: string) =>
  useMassCall(appId, ({ id, to }: { id: string; to: string }) =>
    answer(
      api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/preview', { ...one(appId, id), body: { wechat_id: to } }),
    ),
  );

/** Makes it one of a draft copy of its history item. */
export const useCopy = (appId: string) =>
  useMassCall(appId, (id: string) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/copy', one(appId, id))),
  );

/** Sends it, at once or at a time; where a second operator has to approve, asks for that. */
export const useSend = (appId: string) =>
  useMassCall(appId, ({ id, ...body }: { id: string; at?: string; expected?: number }) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/send', { ...one(appId, id), body })),
  );

/** Approves what another operator asked to send. */
export const useApprove = (appId: string) =>
  useMassCall(appId, (id: string) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/approve', one(appId, id))),
  );

/** Cancels a scheduled send, or withdraws the wish to send. */
export const useCancel = (appId: string) =>
  useMassCall(appId, (id: string) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/cancel', one(appId, id))),
  );

/** Gives a scheduled send another time. */
export const useReschedule = (appId: string) =>
  useMassCall(appId, ({ id, at }: { id: string; at: string }) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/reschedule', { ...one(appId, id), body: { at } })),
  );

/** Says what became of an unknown send. */
export const useResolve = (appId: string) =>
  useMassCall(appId, ({ id, ...body }: { id: string; sent: boolean; msg_id?: string }) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/resolve', { ...one(appId, id), body })),
  );

/** Deletes what was sent at WeChat, for good. */
export const useTakeDown = (appId: string) =>
  useMassCall(appId, ({ id, title }: { id: string; title: string }) =>
    answer(api.POST('/api/v1/accounts/{app_id}/mass-sends/{id}/take-down', { ...one(appId, id), body: { title } })),
  );

/** Deletes one here that never went out. */
export function useDelete(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/accounts/{app_id}/mass-sends/{id}', one(appId, id))),
    // Its own answer is not asked for again: it is gone.
    onSuccess: () => cache.invalidateQueries({ queryKey: [...keys.massSends(appId), 'list'] }),
  });
}
