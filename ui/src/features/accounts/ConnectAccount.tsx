import { getRouteApi, Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { useAccount } from '@/api/accounts';
import type { Account } from '@/api/client';
import { Coach } from '@/components/Coach';
import { PageHead } from '@/components/PageHead';
import { useTexts } from '@/locales/context';
import { CapabilitiesStep } from './CapabilitiesStep';
import s from './ConnectAccount.module.css';
import { CredentialsStep } from './CredentialsStep';
import { PushStep } from './PushStep';
import { useDiagnosis, usePushes } from './queries';
import { WhitelistStep } from './WhitelistStep';

const route = getRouteApi('/shell/settings/accounts/connect');
const order = ['credentials', 'whitelist', 'push', 'capabilities'] as const;
type Step = (typeof order)[number];

/** The wizard that connects an account. Step and account are in the address: it can be left and taken up again. */
export function ConnectAccount() {
  const t = useTexts('accounts');
  const { step = 'credentials', app } = route.useSearch();
  const navigate = route.useNavigate();
  const account = useAccount(app ?? '');
  const go = (to: Step, appId = app) => {
    document.getElementById('main')?.scrollTo({ top: 0 });
    void navigate({ search: { step: to, ...(appId ? { app: appId } : {}) }, replace: to === step });
  };
  const verified = useVerified(account);
  const steps = order.map((key) => ({ key, name: t.accounts.steps[key], open: !verified[key] }));
  // A later step without a saved account is an old link: it begins at the first.
  const shown = account ? step : 'credentials';
  return (
    <>
      <PageHead
        above={
          <Link to="/settings/accounts" className={s.back}>
            <ChevronLeft size={15} aria-hidden="true" />
            {t.accounts.title}
          </Link>
        }
        title={t.accounts.connect}
        desc={t.accounts.connectDesc}
      />
      <div className={s.steps}>
        <Coach steps={steps} current={shown} onGo={(key) => go(key as Step)} />
      </div>
      <div className={s.body}>
        {shown === 'credentials' ? (
          <CredentialsStep account={account} onSaved={(appId) => go('whitelist', appId)} />
        ) : null}
        {shown === 'whitelist' && account ? (
          <WhitelistStep account={account} onBack={() => go('credentials')} onNext={() => go('push')} />
        ) : null}
        {shown === 'push' && account ? <PushStep account={account} onNext={() => go('capabilities')} /> : null}
        {shown === 'capabilities' && account ? <CapabilitiesStep account={account} /> : null}
      </div>
    </>
  );
}

/** The steps that are known to be done, not only gone through. */
function useVerified(account: Account | undefined): Record<Step, boolean> {
  const appId = account?.app_id;
  const pushes = usePushes(appId);
  const { data } = useDiagnosis(appId);
  const passes = (name: string) => data?.checks.some((check) => check.name === name && check.state === 'ok') ?? false;
  return {
    credentials: account !== undefined,
    whitelist: passes('whitelist'),
    push: pushes.data?.check.state === 'ok',
    capabilities: false,
  };
}
