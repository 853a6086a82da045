import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { accountsQuery } from '@/api/accounts';
import { type Account, answer, api, type Diagnosis } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

export type NewAccount = components['schemas']['NewAccount'];
export type AccountChange = components['schemas']['AccountChange'];

/** Connects an account. The list has it at once, so that the wizard's next step finds it. */
export function useConnect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewAccount) => answer(api.POST('/api/v1/accounts', { body })),
    onSuccess: (made) => {
      client.setQueryData(accountsQuery.queryKey, (old: Account[] = []) => [...old, made]);
      void client.invalidateQueries({ queryKey: keys.accounts, exact: true });
    },
  });
}

/** What decides only about the pushes: the rest of a diagnosis stays as it was found. */
const ofPushes = new Set<string>(['message_token', 'encoding_aes_key', 'encryption'] satisfies (keyof AccountChange)[]);

/** Changes an account; a diagnosis made before says nothing any more about what was changed. */
export function useChangeAccount(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AccountChange) =>
      answer(api.PATCH('/api/v1/accounts/{app_id}', { params: { path: { app_id: appId } }, body })),
    onSuccess: (changed, body) => {
      client.setQueryData(accountsQuery.queryKey, (old: Account[] = []) =>
        old.map((account) => (account.app_id === appId ? changed : account)),
      );
      if (Object.keys(body).every((field) => ofPushes.has(field))) {
        client.setQueryData<Diagnosis>(
          keys.diagnosis(appId),
          (old) => old && { ...old, checks: old.checks.filter(({ name }) => name !== 'callback') },
        );
        void client.invalidateQueries({ queryKey: keys.diagnosis(appId) });
      } else {
        client.removeQueries({ queryKey: keys.diagnosis(appId) });
      }
      void client.invalidateQueries({ queryKey: keys.pushes(appId) });
    },
  });
}

/** Removes an account with everything kept of it here. */
export function useRemoveAccount(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/accounts/{app_id}', { params: { path: { app_id: appId } } })),
    onSuccess: () => {
      client.setQueryData(accountsQuery.queryKey, (old: Account[] = []) => old.filter((a) => a.app_id !== appId));
      client.removeQueries({ queryKey: keys.account(appId) });
    },
  });
}

/** Tries what the account can do. It spends calls at WeChat, so it runs only when it is asked for. */
export function useDiagnosis(appId: string | undefined, { now = false } = {}) {
  return useQuery<Diagnosis>({
    queryKey: keys.diagnosis(appId ?? ''),
    queryFn: ({ signal }) =>
      answer(api.POST('/api/v1/accounts/{app_id}/diagnosis', { params: { path: { app_id: appId ?? '' } }, signal })),
    enabled: now && appId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Whether pushes arrive. Watched, it is read again every two seconds: somebody is at WeChat's page just now. */
export function usePushes(appId: string | undefined, { watch = false } = {}) {
  return useQuery({
    queryKey: keys.pushes(appId ?? ''),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/pushes', { params: { path: { app_id: appId ?? '' } }, signal })),
    enabled: appId !== undefined,
    refetchInterval: watch ? 2000 : false,
  });
}
