import { Button } from 'antd';
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { dayAndClock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './CodeDetails.module.css';
import { maxDays } from './code-form';
import { lifeOf } from './code-life';
import { type QRCode, useRenewCode } from './queries';

type Props = { appId: string; code: QRCode; makes: boolean; onCopy: () => void };

/** What the end of a temporary code means for its prints; renewing it, and the permanent one as the better way. */
export function Renewal({ appId, code, makes, onCopy }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.renewal;
  const renew = useRenewCode(appId);
  const toast = useUndoToast();
  const [asking, setAsking] = useState(false);
  const ended = lifeOf(code, useNow()).state === 'ended';
  const at = code.expires_at ? dayAndClock(code.expires_at) : '';
  const close = () => {
    renew.reset();
    setAsking(false);
  };
  const confirm = () =>
    renew.mutate(
      { id: code.id },
      {
        onSuccess: () => {
          close();
          toast({ text: t.done({ name: code.name }) });
        },
      },
    );
  return (
    <section className={s.renewal} aria-label={t.title}>
      <Hourglass size={17} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h3>{t.title}</h3>
        <p>
          {ended ? t.ended({ at }) : t.lives({ at })}
          {code.renews ? t.auto : t.manual}
          <b>{t.advice}</b>
        </p>
        {makes ? (
          <div className={s.actions}>
            <Button onClick={onCopy}>{t.permanent}</Button>
            <Button type="text" onClick={() => setAsking(true)}>
              {t.now}
            </Button>
          </div>
        ) : null}
      </div>
      <ConfirmImpact
        open={asking}
        title={t.confirmTitle({ name: code.name })}
        facts={[
          { name: t.facts.picture, value: ended ? t.pictureEnded : t.pictureUntil({ at }) },
          { name: t.facts.next, value: t.nextDays({ n: maxDays }) },
          { name: t.facts.calls, value: t.oneCall },
        ]}
        consequence={t.consequence}
        confirm={t.confirm}
        busy={renew.isPending}
        error={renew.error}
        onConfirm={confirm}
        onCancel={close}
      />
    </section>
  );
}
