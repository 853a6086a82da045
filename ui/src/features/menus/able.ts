import type { Account } from '@/api/client';

/** Whether WeChat lets the account's menu be made by the interface: an unverified 订阅号 has no right to. */
export function able(account: Account): boolean {
  return account.verified || account.kind === 'service';
}
