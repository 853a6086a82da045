import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

export type NewOperator = components['schemas']['NewOperator'];
export type OperatorChange = components['schemas']['OperatorChange'];

/** Everybody who may sign in, or might. */
export const operatorsQuery = queryOptions({
  queryKey: keys.operators,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/operators', { signal }))).items,
});

export function useAddOperator() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewOperator) => answer(api.POST('/api/v1/operators', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.operators }),
  });
}

/** Changes an operator; of oneself the session shows it too. */
export function useChangeOperator() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: OperatorChange & { id: string }) =>
      answer(api.PATCH('/api/v1/operators/{id}', { params: { path: { id } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.operators });
      await client.invalidateQueries({ queryKey: keys.session });
    },
  });
}
