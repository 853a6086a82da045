import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

/** Which build answers here. */
export const versionQuery = queryOptions({
  queryKey: keys.version,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/version', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Changes the signed-in operator's own name, password or language. */
export function useChangeProfile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: components['schemas']['ProfileChange']) => answer(api.PATCH('/api/v1/session', { body })),
    onSuccess: (session) => client.setQueryData(keys.session, session),
  });
}
