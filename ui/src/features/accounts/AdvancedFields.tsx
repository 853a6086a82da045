import { Input } from 'antd';
import type { Account } from '@/api/client';
import { Field } from '@/components/Field';
import { PasswordField } from '@/components/PasswordField';
import { useTexts } from '@/locales/context';
import s from './ConnectAccount.module.css';

/** What few accounts need: a proxy or sandbox, tokens kept by another system. Open where something of it is set. */
export function AdvancedFields({ account }: { account: Account | undefined }) {
  const t = useTexts('accounts');
  const f = t.accounts.form;
  const used =
    account !== undefined && (account.api_base_url !== 'https://api.weixin.qq.com' || account.external_token_url);
  return (
    <details className={s.advanced} open={Boolean(used) || undefined}>
      <summary>
        {f.advanced} <small>{f.advancedHint}</small>
      </summary>
      <div>
        <Field name="api_base_url" label={f.apiBaseUrl} hint={f.apiBaseUrlHint}>
          <Input placeholder="https://api.weixin.qq.com" spellCheck={false} />
        </Field>
        <Field name="external_token_url" label={f.externalTokenUrl} hint={f.externalTokenUrlHint}>
          <Input spellCheck={false} />
        </Field>
        <Field name="external_token" label={f.externalToken} hint={f.externalTokenHint}>
          <PasswordField autoComplete="new-password" />
        </Field>
        <Field name="original_id" label={f.originalId} hint={f.originalIdHint}>
          <Input placeholder="gh_" spellCheck={false} />
        </Field>
      </div>
    </details>
  );
}
