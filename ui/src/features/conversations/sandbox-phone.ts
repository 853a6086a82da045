import type { Account } from '@/api/client';

/** Where the phone of the sandbox is, for an account that is connected to one on this machine; undefined otherwise. */
export function sandboxPhone({ api_base_url }: Pick<Account, 'api_base_url'>): string | undefined {
  const base = URL.canParse(api_base_url) ? new URL(api_base_url) : undefined;
  const here = base && ['127.0.0.1', 'localhost', '[::1]'].includes(base.hostname);
  return here ? new URL('/console/phone/', base).href : undefined;
}
