import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Role } from '@/api/client';
import { keys } from '@/api/keys';

/** The tokens there are; their text is not among what is kept. */
export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/tokens', { signal }))).items,
});

/** Makes a token. Its text is in this answer and nowhere else. */
export function useMakeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; role: Role }) => answer(api.POST('/api/v1/tokens', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
}
