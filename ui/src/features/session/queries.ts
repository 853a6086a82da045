import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Session } from '@/api/client';
import { keys } from '@/api/keys';

/** Whether there is no operator yet, and the first one is to be created. */
export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/setup', { signal })),
  staleTime: 0,
});

type Credentials = { email: string; password: string };
type SetUp = Credentials & { code: string; name: string };

/** Keeps the session just made; whatever another operator left in the cache is forgotten. */
function useStart() {
  const client = useQueryClient();
  return (session: Session) => {
    client.clear();
    client.setQueryData(keys.session, session);
  };
}

export function useSignIn() {
  return useMutation({
    mutationFn: (body: Credentials) => answer(api.POST('/api/v1/session', { body })),
    onSuccess: useStart(),
  });
}

/** Signs in by the code of a one-time link. */
export function useSignInByCode() {
  return useMutation({
    mutationFn: (code: string) => answer(api.POST('/api/v1/session/code', { body: { code } })),
    onSuccess: useStart(),
  });
}

/** Creates the first operator and signs them in. */
export function useSetUp() {
  return useMutation({
    mutationFn: (body: SetUp) => answer(api.POST('/api/v1/setup', { body })),
    onSuccess: useStart(),
  });
}
