import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Account } from '@/api/client';
import { useTexts } from '@/locales/context';
import { Checks } from './Checks';
import s from './ConnectAccount.module.css';
import { PushSettings } from './PushSettings';

/** ③ What the account can do, and the values for WeChat's push settings. */
export function CapabilitiesStep({ account }: { account: Account }) {
  const t = useTexts();
  const c = t.accounts.capabilities;
  const navigate = useNavigate();
  const params = { appId: account.app_id };
  return (
    <>
      <Checks account={account} now title={c.title} desc={c.text} />
      <div className={s.actions}>
        <Button type="primary" onClick={() => void navigate({ to: '/accounts/$appId/materials', params })}>
          {c.toMaterials}
        </Button>
        <Button onClick={() => void navigate({ to: '/settings/accounts/$appId', params })}>{c.toSettings}</Button>
      </div>
      <div className={s.actions}>
        <PushSettings account={account} />
      </div>
    </>
  );
}
