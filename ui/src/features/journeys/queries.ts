import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';
import type { Language } from '@/locales/texts';
import type { Enrollment, Journey } from './types';
import type { Doc } from './written';

const all = (appId: string) => ({ params: { path: { app_id: appId } } });
const one = (appId: string, id: string) => ({ params: { path: { app_id: appId, id } } });

/** All journeys of the account, without their graphs; kept fresh while one looks at them. */
export const journeysQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.journeys(appId),
    queryFn: async ({ signal }) =>
      (await answer(api.GET('/api/v1/accounts/{app_id}/journeys', { ...all(appId), signal }))).items,
    refetchInterval: 15_000,
    staleTime: 2_000,
  });

/** The templates that a journey can begin as, their steps named in the language. */
export const templatesQuery = (appId: string, language: Language) =>
  queryOptions({
    queryKey: keys.journeyPart(appId, '', 'templates', language),
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId }, query: { language } };
      return (await answer(api.GET('/api/v1/accounts/{app_id}/journeys/templates', { params, signal }))).items;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** One journey with its draft; its counts are looked at again while it runs. */
export const journeyQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.journey(appId, id),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/accounts/{app_id}/journeys/{id}', { ...one(appId, id), signal })),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? 10_000 : false),
  });

/** The figures of a journey of the last days: per step and per day. */
export const reportQuery = (appId: string, id: string, days: number, live = false) =>
  queryOptions({
    queryKey: keys.journeyPart(appId, id, 'report', days),
    queryFn: ({ signal }) => {
      const params = { path: { app_id: appId, id }, query: { days } };
      return answer(api.GET('/api/v1/accounts/{app_id}/journeys/{id}/report', { params, signal }));
    },
    staleTime: 2_000,
    refetchInterval: live ? 5_000 : false,
  });

export type PeopleFilter = { state?: Enrollment['state']; cursor?: string; limit: number };

/** The people of a journey, those who entered last first. */
export const enrollmentsQuery = (appId: string, id: string, filter: PeopleFilter) =>
  queryOptions({
    queryKey: keys.journeyPart(appId, id, 'enrollments', filter),
    queryFn: ({ signal }) => {
      const params = { path: { app_id: appId, id }, query: filter };
      return answer(api.GET('/api/v1/accounts/{app_id}/journeys/{id}/enrollments', { params, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });

/** The posts to webhooks that wait to be made, or were given up; looked at again while one waits. */
export const openPostsQuery = (appId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: keys.journeyPart(appId, id, 'webhook-posts'),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = {
        states: ['planned' as const, 'failed' as const],
        limit: 10,
        ...(pageParam && { cursor: pageParam }),
      };
      const params = { path: { app_id: appId, id }, query };
      return answer(api.GET('/api/v1/accounts/{app_id}/journeys/{id}/webhook-posts', { params, signal }));
    },
    getNextPageParam: (page) => page.next_cursor || undefined,
    staleTime: 2_000,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.items.some((post) => post.state === 'planned')) ? 10_000 : false,
  });

/** Has a post that was given up made once more, at once. */
export function useRetryPost(appId: string, id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (post_id: string) => {
      const params = { path: { app_id: appId, id, post_id } };
      return answer(api.POST('/api/v1/accounts/{app_id}/journeys/{id}/webhook-posts/{post_id}/retry', { params }));
    },
    // Also where it is refused: somebody else may have been faster.
    onSettled: () => cache.invalidateQueries({ queryKey: openPostsQuery(appId, id).queryKey }),
  });
}

/** The way one person went. */
export const pathQuery = (appId: string, id: string, enrollment: string) =>
  queryOptions({
    queryKey: keys.journeyPart(appId, id, 'path', enrollment),
    queryFn: ({ signal }) => {
      const params = { path: { app_id: appId, id, enrollment_id: enrollment } };
      return answer(api.GET('/api/v1/accounts/{app_id}/journeys/{id}/enrollments/{enrollment_id}', { params, signal }));
    },
    staleTime: 0,
    refetchInterval: 3_000,
  });

/** A call that answers with the journey as it is after it. */
function useJourneyCall<In>(appId: string, call: (value: In) => Promise<Journey>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (journey) => {
      void cache.cancelQueries({ queryKey: keys.journey(appId, journey.id), exact: true });
      cache.setQueryData(keys.journey(appId, journey.id), journey);
      void cache.invalidateQueries({ queryKey: keys.journeys(appId), exact: true });
    },
  });
}

/** Makes a journey, out of a template or empty. */
export const useCreate = (appId: string) =>
  useJourneyCall(appId, (body: components['schemas']['NewJourney']) =>
    answer(api.POST('/api/v1/accounts/{app_id}/journeys', { ...all(appId), body })),
  );

/** Saves the draft; refused where somebody else saved it since `revision`. */
export const useSave = (appId: string) =>
  useJourneyCall(appId, ({ id, ...body }: Doc & { id: string; revision: number }) =>
    answer(api.PUT('/api/v1/accounts/{app_id}/journeys/{id}', { ...one(appId, id), body })),
  );

export type Deed = 'start' | 'pause' | 'resume' | 'stop' | 'copy' | 'discard';

/** Starts, pauses, goes on with, stops or copies a journey, or gives its draft up. */
export const useDo = (appId: string) =>
  useJourneyCall(appId, ({ id, deed }: { id: string; deed: Deed }) =>
    answer(api.POST(`/api/v1/accounts/{app_id}/journeys/{id}/${deed}` as const, one(appId, id))),
  );

/** Lets one person enter; to try, with the draft and without counting. */
export function useEnroll(appId: string, id: string) {
  return useMutation({
    mutationFn: (body: { openid: string; try?: boolean }) =>
      answer(api.POST('/api/v1/accounts/{app_id}/journeys/{id}/enroll', { ...one(appId, id), body })),
  });
}

/** Removes a journey with all that is known of it. */
export function useDelete(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/accounts/{app_id}/journeys/{id}', one(appId, id))),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.journeys(appId), exact: true }),
  });
}
