import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { accountsQuery } from '@/api/accounts';
import type { Account } from '@/api/client';
import { recall } from '@/lib/remembered';

/** The account the side bar is about: the one in the address, else the last one looked at, else the first. */
export function useCurrentAccount(): Account | undefined {
  const { data = [] } = useQuery(accountsQuery);
  const { appId } = useParams({ strict: false });
  const last = recall('account');
  return data.find((account) => account.app_id === appId) ?? data.find((account) => account.app_id === last) ?? data[0];
}
