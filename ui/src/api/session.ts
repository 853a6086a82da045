import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api, type Role } from './client';
import { keys } from './keys';

/** Who is signed in. Rejects with status 401 when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/session', { signal })),
  staleTime: 5 * 60_000,
  retry: false,
});

const rank: Record<Role, number> = { viewer: 1, operator: 2, admin: 3 };

/** Reports whether the role includes what `least` may do. */
export function atLeast(role: Role, least: Role): boolean {
  return rank[role] >= rank[least];
}

/** Reports whether the signed-in operator may do what needs the role; false while that is not known. */
export function useMay(least: Role): boolean {
  const { data } = useQuery(sessionQuery);
  return data !== undefined && atLeast(data.operator.role, least);
}
