import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Account } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { PageHead } from '@/components/PageHead';
import { Segments } from '@/components/Segments';
import { clock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { AudienceField } from './AudienceField';
import { Checks } from './Checks';
import s from './Composer.module.css';
import { DeleteSend } from './DeleteSend';
import { MaterialField } from './MaterialField';
import { PhonePreview } from './PhonePreview';
import { PreviewField } from './PreviewField';
import { type MassSend, massRulesQuery } from './queries';
import { SendDialog } from './SendDialog';
import { SlotField } from './SlotField';
import { nextSlot, slotProblem } from './slots';
import { useComposer } from './use-composer';
import { moment } from './words';

type Props = { account: Account; send: MassSend | undefined };

/** Composes a mass send: what, to whom, when, a look at it first; every choice is saved and checked at once. */
export function Composer({ account, send }: Props) {
  const { massSends: t } = useTexts('massSends');
  const appId = account.app_id;
  const composer = useComposer(appId, send);
  const asks = useQuery(massRulesQuery(appId)).data?.approval ?? false;
  const now = useNow();
  const [dialog, setDialog] = useState<'send' | 'delete'>();
  const { slot } = composer;
  const busy = composer.saving || composer.checking;
  // Another audience that is not named yet must not send to the one from before.
  const named = send?.audience.kind === composer.kind;
  const ready = send?.preflight?.ready && named && !busy && !(slot && slotProblem(slot, now));
  return (
    <>
      <PageHead
        above={<Back appId={appId} />}
        title={t.newTitle}
        desc={composer.saving ? t.saving : send ? t.savedAt({ at: clock(send.updated_at) }) : t.notSaved}
        actions={
          <>
            {send ? <Button onClick={() => setDialog('delete')}>{t.remove}</Button> : null}
            <Button type="primary" disabled={!ready} onClick={() => setDialog('send')}>
              {asks ? t.ask : slot ? t.schedule : t.send}
            </Button>
          </>
        }
      />
      {composer.error ? (
        <div className={s.error}>
          <ErrorState error={composer.error} inline />
        </div>
      ) : null}
      {send?.reason === 'rejected' ? <Returned send={send} /> : null}
      <div className={s.wrap}>
        <div className={s.form}>
          <Step n={1} title={t.steps.what}>
            <MaterialField appId={appId} send={send} composer={composer} />
          </Step>
          <Step n={2} title={t.steps.who}>
            <AudienceField account={account} send={send} composer={composer} />
          </Step>
          <Step n={3} title={t.steps.when}>
            <div className={s.narrow}>
              <Segments
                label={t.when}
                value={slot ? 'later' : 'now'}
                options={[
                  { value: 'now', label: t.now },
                  { value: 'later', label: t.later },
                ]}
                onChange={(next) => composer.onSlot(next === 'later' ? nextSlot(Date.now()) : undefined)}
              />
            </div>
            {slot ? <SlotField value={slot} onChange={composer.onSlot} /> : null}
          </Step>
          <Step n={4} title={t.steps.preview}>
            <PreviewField appId={appId} send={send} />
          </Step>
        </div>
        <aside className={s.side} aria-label={t.checks.title}>
          <PhonePreview appId={appId} mediaId={composer.mediaId} send={send} />
          <Checks preflight={send?.preflight ?? null} busy={busy} onAgain={send ? composer.check : undefined} />
        </aside>
      </div>
      {send ? (
        <>
          <SendDialog
            appId={appId}
            send={send}
            slot={slot}
            asks={asks}
            open={dialog === 'send'}
            onClose={() => setDialog(undefined)}
          />
          <DeleteSend appId={appId} send={send} open={dialog === 'delete'} onClose={() => setDialog(undefined)} />
        </>
      ) : null}
    </>
  );
}

/** Who did not approve the send, so that it is changed before it is asked for again. */
function Returned({ send }: { send: MassSend }) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const step = send.steps.findLast(({ reason }) => reason === 'rejected');
  return (
    <div className={s.error}>
      <div className={s.copy}>
        <p>
          <b>{t.approval.back({ name: step?.by ?? '', at: moment(texts, step?.at ?? send.updated_at) })}</b>
          {t.reasons.rejected.cure}
        </p>
      </div>
    </div>
  );
}

/** The way back to the list. */
export function Back({ appId }: { appId: string }) {
  const { massSends: t } = useTexts('massSends');
  return (
    <Link to="/accounts/$appId/mass-sends" params={{ appId }} className={s.back}>
      <ChevronLeft size={15} aria-hidden="true" />
      {t.title}
    </Link>
  );
}

function Step({ n, title, children }: { n: number; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`mass-step-${n}`}>
      <h2 id={`mass-step-${n}`}>
        <i aria-hidden="true">{n}</i>
        {title}
      </h2>
      {children}
    </section>
  );
}
