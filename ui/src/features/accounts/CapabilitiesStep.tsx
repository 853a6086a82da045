import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Account, Diagnosis } from '@/api/client';
import { useTexts } from '@/locales/context';
import { Checks } from './Checks';
import s from './ConnectAccount.module.css';
import { useDiagnosis } from './queries';

/** ④ What the account can do, and the way on. */
export function CapabilitiesStep({ account }: { account: Account }) {
  const t = useTexts('accounts');
  const c = t.accounts.capabilities;
  const navigate = useNavigate();
  const params = { appId: account.app_id };
  const { data } = useDiagnosis(account.app_id);
  const toMaterials = (search: { tab: 'drafts' } | { tab: 'history'; panel: 'full' }) =>
    void navigate({ to: '/accounts/$appId/materials', params, search });
  const syncs = historyCount(data) > 0;
  return (
    <>
      <Checks account={account} now title={c.title} desc={c.text} />
      <div className={`${s.actions} ${s.kept}`}>
        {syncs ? (
          <Button type="primary" onClick={() => toMaterials({ tab: 'history', panel: 'full' })}>
            {c.firstSync}
          </Button>
        ) : null}
        <Button type={syncs ? 'default' : 'primary'} onClick={() => toMaterials({ tab: 'drafts' })}>
          {c.toMaterials}
        </Button>
        <Button onClick={() => void navigate({ to: '/settings/accounts/$appId', params })}>{c.toSettings}</Button>
      </div>
    </>
  );
}

/** How many history items WeChat told of: without any there is nothing to sync. */
function historyCount(diagnosis: Diagnosis | undefined): number {
  const check = diagnosis?.checks.find((c) => c.name === 'material' && c.state === 'ok');
  return Number(check?.params?.count ?? 0);
}
