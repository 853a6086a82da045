import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { autoRepliesQuery, useImportAutoReplies } from '@/api/auto-replies';
import type { Account } from '@/api/client';
import { menuQuery, useImportMenu } from '@/api/menu';
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
        <TakeMenu account={account} />
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

/** Puts the menu made on WeChat's own page into the draft, before push switches it off there. */
function TakeMenu({ account }: { account: Account }) {
  const t = useTexts('accounts');
  const m = t.accounts.push.menu;
  const found = useQuery({
    ...menuQuery(account.app_id),
    staleTime: 5 * 60_000,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const take = useImportMenu(account.app_id);
  const { website, menu, left_out } = found.data?.elsewhere ?? {};
  if (!website || !menu) return null;
  const names = menu.buttons.map(({ name }) => `「${name}」`).join('');
  return (
    <Card title={m.before} desc={m.beforeText}>
      {take.error ? <ErrorState error={take.error} inline /> : null}
      {take.isSuccess ? (
        <p role="status">
          {m.taken}{' '}
          <Link className={s.link} to="/accounts/$appId/menu" params={{ appId: account.app_id }}>
            {m.look}
          </Link>
        </p>
      ) : (
        <>
          <p>{m.found({ names })}</p>
          {left_out?.length ? <p>{m.leftOut({ names: left_out.map(({ name }) => `「${name}」`).join('') })}</p> : null}
          {account.verified || account.kind === 'service' ? null : <p>{m.cannot}</p>}
          <div className={s.actions}>
            <Button loading={take.isPending} onClick={() => take.mutate(undefined)}>
              {m.take}
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}
