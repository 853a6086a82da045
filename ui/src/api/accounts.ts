import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from './client';
import { keys } from './keys';

/** All connected accounts, in the server's order. */
export const accountsQuery = queryOptions({
  queryKey: keys.accounts,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/v1/accounts', { signal }))).items,
  staleTime: 60_000,
});

/** The account with this AppID; undefined while the list is loading or when there is none. */
export function useAccount(appId: string) {
  const { data } = useQuery(accountsQuery);
  return data?.find((account) => account.app_id === appId);
}
