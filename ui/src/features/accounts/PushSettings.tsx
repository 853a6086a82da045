import { Button } from 'antd';
import { useState } from 'react';
import type { Account } from '@/api/client';
import { Card } from '@/components/Card';
import { CopyButton } from '@/components/CopyButton';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import s from './PushSettings.module.css';
import { PushStatus } from './PushStatus';
import { newAESKey, newMessageToken } from './push-secrets';
import { useChangeAccount } from './queries';

/** The three values that WeChat's page for message push asks for. Secrets are shown when they are made, and never again. */
export function PushSettings({ account, watch = false }: { account: Account; watch?: boolean }) {
  const t = useTexts('accounts');
  const c = t.accounts.capabilities;
  const change = useChangeAccount(account.app_id);
  const [made, setMade] = useState<{ token: string; key: string }>();
  const make = async () => {
    const fresh = { token: newMessageToken(), key: newAESKey() };
    await change.mutateAsync({ message_token: fresh.token, encoding_aes_key: fresh.key, encryption: 'safe' });
    setMade(fresh);
  };
  const saved = account.has_message_token && account.has_encoding_aes_key;
  return (
    <Card title={c.push} desc={c.pushText} className={s.card}>
      <PushStatus appId={account.app_id} watch={watch} />
      <dl className={s.values}>
        <Value name={c.callbackUrl} value={account.callback_url} copy={c.copyUrl} />
        <Value
          name={t.accounts.form.messageToken}
          value={made?.token}
          copy={c.copyToken}
          otherwise={saved ? c.savedBefore : c.notSet}
        />
        <Value
          name={t.accounts.form.aesKey}
          value={made?.key}
          copy={c.copyKey}
          otherwise={saved ? c.savedBefore : c.notSet}
        />
      </dl>
      {change.error ? <ErrorState error={change.error} inline /> : null}
      {made ? (
        <p className={s.once} role="status">
          {c.justMade}
        </p>
      ) : saved ? null : (
        <Button loading={change.isPending} onClick={() => void make().catch(() => {})}>
          {c.makePush}
        </Button>
      )}
    </Card>
  );
}

type ValueProps = { name: string; value: string | undefined; copy: string; otherwise?: string };

function Value({ name, value, copy, otherwise }: ValueProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value ? (
          <>
            <code>{value}</code>
            <CopyButton text={value} label={copy} icon size="small" type="text" />
          </>
        ) : (
          <span>{otherwise}</span>
        )}
      </dd>
    </div>
  );
}
