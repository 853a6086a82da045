import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useMay } from '@/api/session';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { ErrorState } from '@/components/ErrorState';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { candidatesQuery, type MassSend, useResolve } from './queries';
import s from './SendDetail.module.css';

type Verdict = { sent: boolean; msg_id?: string };

/** An operator says what became of an unknown send, by a pushed result where there is one. It is never sent again. */
export function Resolve({ appId, send }: { appId: string; send: MassSend }) {
  const { massSends } = useTexts('massSends');
  const t = massSends.resolve;
  const may = useMay('operator');
  const candidates = useQuery(candidatesQuery(appId, send.id));
  const resolve = useResolve(appId);
  const toast = useUndoToast();
  const [asking, setAsking] = useState<{ open: boolean; verdict: Verdict }>({ open: false, verdict: { sent: true } });
  const { sent } = asking.verdict;
  const ask = (verdict: Verdict) => setAsking({ open: true, verdict });
  const close = () => {
    resolve.reset();
    setAsking((now) => ({ ...now, open: false }));
  };
  const found = candidates.data ?? [];
  return (
    <div className={s.told}>
      <div>
        <b>{t.title}</b>
        <p>{t.text}</p>
        {candidates.error ? (
          <ErrorState error={candidates.error} onRetry={() => void candidates.refetch()} inline />
        ) : null}
        {found.length > 0 ? (
          <>
            <p>{t.found}</p>
            <ul className={s.candidates}>
              {found.map(({ msg_id, counts, status }) => (
                <li key={msg_id} className="num">
                  <span>{`${t.candidate({ n: counts.sent })} · ${status} · ${msg_id}`}</span>
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
        title={sent ? t.sentTitle : t.notSentTitle}
        consequence={sent ? t.sentText : t.notSentText}
        confirm={t.yes}
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
