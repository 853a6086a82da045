import type { Account } from '@/api/client';
import type { AccountChange } from './queries';

/** What the forms hold: an account with its write-only secrets. */
export type AccountFields = Omit<AccountChange, 'name' | 'kind'> & {
  app_id?: string;
  name: string;
  kind: Account['kind'];
};

const secrets = ['app_secret', 'message_token', 'encoding_aes_key', 'external_token'] as const;
const texts = ['name', 'kind', 'original_id', 'encryption', 'api_base_url', 'external_token_url'] as const;

/**
 * What of the form is to be sent: only what differs from the account as it is, and secrets only when something was
 * written. An empty secret means "keep it".
 */
export function changed(account: Account | undefined, fields: Omit<AccountFields, 'app_id'>): AccountChange {
  const change: Record<string, unknown> = {};
  for (const name of texts) {
    const value = fields[name]?.trim();
    if (value === undefined || value === (account?.[name] ?? '')) continue;
    change[name] = value;
  }
  for (const name of secrets) {
    const value = fields[name]?.trim();
    if (value) change[name] = value;
  }
  if (fields.verified !== undefined && fields.verified !== account?.verified) change.verified = fields.verified;
  return change as AccountChange;
}
