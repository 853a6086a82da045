import { Button } from 'antd';
import { RefreshCw } from 'lucide-react';
import type { Account } from '@/api/client';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { ageWords } from '@/components/Time';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { CapabilityTable } from './CapabilityTable';
import s from './CapabilityTable.module.css';
import { useDiagnosis } from './queries';

type Props = {
  account: Account;
  /** Runs the diagnosis on opening; otherwise on the button, since it spends calls. */
  now?: boolean | undefined;
  title: string;
  desc: string;
};

/** The diagnosis of an account, with the button that runs it again. */
export function Checks({ account, now = false, title, desc }: Props) {
  const t = useTexts('accounts');
  const c = t.accounts.capabilities;
  const clock = useNow();
  const check = useDiagnosis(account.app_id, { now });
  return (
    <Card
      title={title}
      desc={desc}
      aside={
        <Button
          size="small"
          loading={check.isFetching}
          icon={<RefreshCw size={13} aria-hidden="true" />}
          onClick={() => void check.refetch()}
        >
          {check.isFetching ? t.accounts.whitelist.checking : check.data ? c.again : t.accounts.settings.check}
        </Button>
      }
    >
      {check.error ? <ErrorState error={check.error} inline onRetry={() => void check.refetch()} /> : null}
      {check.data ? (
        <>
          <CapabilityTable diagnosis={check.data} />
          <p className={s.at}>{c.checkedAt({ at: ageWords(t, check.data.at, clock) })}</p>
        </>
      ) : null}
    </Card>
  );
}
