import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useMay } from '@/api/session';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { ErrorState } from '@/components/ErrorState';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { candidatesQuery, type MassSend, useResolve } from './queries';
import s from './SendDetail.module.css';

type Verdict = { sent: boolean; msg_id?: string };
type Props = { appId: string; send: MassSend; why: ReactNode };

/** An operator says what became of an unknown send, by a pushed result where there is one. It is never sent again. */
export function Resolve({ appId, send, why }: Props) {
  const { massSends } = useTexts('massSends');
  const t = massSends.resolve;
  const may = useMay('operator');
  const candidates = useQuery(candidatesQuery(appId, send.id));
  const resolve = useResolve(appId);
  const toast = useUndoToast();
  const [asking, setAsking] = useState<{ open: boolean; verdict: Verdict }>({ open: false, verdict: { sent: true } });
  const { sent, msg_id } = asking.verdict;
  const words = msg_id ? t.asks.result : sent ? t.asks.sent : t.asks.notSent;
  const ask = (verdict: Verdict) => setAsking({ open: true, verdict });
  const close = () => {
    resolve.reset();
    setAsking((now) => ({ ...now, open: false }));
  };
  const found = candidates.data ?? [];
  return (
    <div className={s.told}>
      <div>
        {why}
        <p>{t.text}</p>
        {candidates.error ? (
          <ErrorState error={candidates.error} onRetry={() => void candidates.refetch()} inline />
        ) : null}
        {found.length > 0 ? (
          <>
            <p>{t.found}</p>
            <ul className={s.candidates}>
              {found.map(({ msg_id, counts, status, urls }) => (
                <li key={msg_id} className="num">
                  <span>
                    {status === 'send success' ? t.candidate({ n: counts.sent }) : t.candidateFailed({ status })}
                  </span>
                  {urls[0] ? (
                    <a href={urls[0]} target="_blank" rel="noreferrer">
                      {t.article}
                    </a>
                  ) : null}
                  {may ? (
                    <Button size="small" onClick={() => ask({ sent: true, msg_id })}>
                      {t.thisOne}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
      {may ? (
        <div className={s.acts}>
          <Button onClick={() => ask({ sent: false })}>{t.notSent}</Button>
          <Button onClick={() => ask({ sent: true })}>{t.sent}</Button>
        </div>
      ) : null}
      <ConfirmImpact
        open={asking.open}
        title={words.title}
        consequence={words.text}
        confirm={words.yes}
        danger={!sent}
        busy={resolve.isPending}
        error={resolve.error}
        onConfirm={() =>
          resolve.mutate(
            { id: send.id, ...asking.verdict },
            {
              onSuccess: () => {
                toast({ text: t.resolved });
                close();
              },
            },
          )
        }
        onCancel={close}
      />
    </div>
  );
}
