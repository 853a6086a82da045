import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

type Schemas = components['schemas'];
export type ReplyRule = Schemas['ReplyRule'];
export type ReplyRules = Schemas['ReplyRules'];
export type ReplyRuleForm = Schemas['ReplyRuleForm'];
export type RuleKind = ReplyRule['kind'];
export type Keyword = Schemas['Keyword'];
export type Clash = Schemas['Clash'];
export type Trial = Schemas['Trial'];
export type Outcome = Schemas['Outcome'];
export type Explanation = Schemas['Explanation'];
export type FoundRule = Schemas['FoundRule'];
export type Takeover = Schemas['Takeover'];

/** All rules in the order in which they are asked, with the keywords that clash. */
export const rulesQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.replyRules(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/reply-rules', { params: { path: { app_id: appId } }, signal })),
  });

/** One rule as it is saved now. */
export const ruleQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.replyRule(appId, id),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/reply-rules/{id}', { params: { path: { app_id: appId, id } }, signal }),
      ),
    staleTime: 0,
  });

/** Everything that changes when a rule does: the list with its order and clashes, and what was tried. */
function useRenew(appId: string) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.replyRules(appId) });
}

/** Writes a new rule, or replaces the one with the id. */
export function useSaveRule(appId: string) {
  const renew = useRenew(appId);
  return useMutation({
    mutationFn: ({ id, body }: { id: string | undefined; body: ReplyRuleForm }) =>
      answer(
        id
          ? api.PUT('/api/v1/accounts/{app_id}/reply-rules/{id}', { params: { path: { app_id: appId, id } }, body })
          : api.POST('/api/v1/accounts/{app_id}/reply-rules', { params: { path: { app_id: appId } }, body }),
      ),
    onSuccess: renew,
  });
}

/** Switches a rule on or off. */
export function useSwitchRule(appId: string) {
  const renew = useRenew(appId);
  const cache = useQueryClient();
  const key = keys.replyRules(appId);
  return useMutation({
    mutationFn: ({ id, on }: { id: string; on: boolean }) => {
      const params = { path: { app_id: appId, id } };
      return answer(
        on
          ? api.POST('/api/v1/accounts/{app_id}/reply-rules/{id}/activate', { params })
          : api.POST('/api/v1/accounts/{app_id}/reply-rules/{id}/deactivate', { params }),
      );
    },
    onSuccess: async (changed) => {
      cache.setQueryData(key, (all: ReplyRules | undefined) =>
        all ? { ...all, items: all.items.map((r) => (r.id === changed.id ? changed : r)) } : all,
      );
      await renew();
    },
  });
}

/** Removes a rule with its hits. */
export function useDeleteRule(appId: string) {
  const renew = useRenew(appId);
  return useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/v1/accounts/{app_id}/reply-rules/{id}', { params: { path: { app_id: appId, id } } })),
    onSuccess: renew,
  });
}

/** What a text would be answered with at a time; undefined is now. Renewed with the rules. */
export const trialQuery = (appId: string, text: string, at: string | undefined) =>
  queryOptions({
    queryKey: keys.replyTrial(appId, text, at),
    queryFn: ({ signal }) =>
      answer(
        api.POST('/api/v1/accounts/{app_id}/reply-rules/try', {
          params: { path: { app_id: appId } },
          body: { text, ...(at && { at }) },
          signal,
        }),
      ),
    enabled: text.trim() !== '',
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
