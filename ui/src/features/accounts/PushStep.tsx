import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { autoRepliesQuery, useImportAutoReplies } from '@/api/auto-replies';
import type { Account } from '@/api/client';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import s from './ConnectAccount.module.css';
import { PushSettings } from './PushSettings';
import { usePushes } from './queries';

type Props = { account: Account; onNext: () => void };

/** ③ What WeChat's page of message push asks for, and what switching it on there turns off. */
export function PushStep({ account, onNext }: Props) {
  const t = useTexts('accounts');
  const p = t.accounts.push;
  const works = usePushes(account.app_id).data?.check.state === 'ok';
  return (
    <>
      <div className={s.head}>
        <h2>{p.title}</h2>
        <p>{p.text}</p>
      </div>
      <div className={s.stack}>
        <TakeReplies account={account} />
        <PushSettings account={account} watch />
      </div>
      <div className={`${s.actions} ${s.kept}`}>
        <Button type={works ? 'primary' : 'default'} onClick={onNext}>
          {works ? t.actions.next : p.later}
        </Button>
      </div>
    </>
  );
}

/** Takes over WeChat's own auto-replies before push switches them off there. */
function TakeReplies({ account }: { account: Account }) {
  const t = useTexts('accounts');
  const p = t.accounts.push;
  const found = useQuery(autoRepliesQuery(account.app_id));
  const take = useImportAutoReplies(account.app_id);
  const n = found.data?.rules.length ?? 0;
  return (
    <Card title={p.before} desc={p.beforeText}>
      {found.isPending ? <p role="status">{p.reading}</p> : null}
      {found.error ? <ErrorState error={found.error} inline onRetry={() => void found.refetch()} /> : null}
      {take.error ? <ErrorState error={take.error} inline /> : null}
      {take.data ? <p role="status">{taken(take.data.rules.length, take.data.skipped.length)}</p> : null}
      {found.data && n === 0 ? <p>{p.none}</p> : null}
      {n > 0 && !take.data ? (
        <>
          <p>{p.found({ n })}</p>
          <div className={s.actions}>
            <Button loading={take.isPending} onClick={() => take.mutate()}>
              {p.take({ n })}
            </Button>
          </div>
        </>
      ) : null}
    </Card>
  );

  function taken(n: number, out: number) {
    return out > 0 ? p.takenPart({ n, out }) : p.taken({ n });
  }
}
