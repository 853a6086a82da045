import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useMay } from '@/api/session';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { DeleteSend } from './DeleteSend';
import { type MassSend, useCancel, useReschedule, useTakeDown } from './queries';
import s from './SendDetail.module.css';
import { SlotField } from './SlotField';
import { instantOf, slotOf, slotProblem } from './slots';
import { moment } from './words';

type Props = { appId: string; send: MassSend };
type Act = 'cancel' | 'reschedule' | 'takeDown' | 'delete';

/** What can be done with a send in its state, for those who may. */
export function SendActions({ appId, send }: Props) {
  const { massSends: t } = useTexts('massSends');
  const may = useMay('operator');
  const navigate = useNavigate();
  const [act, setAct] = useState<Act>();
  if (!may) return null;
  const props = (of: Act) => ({ appId, send, open: act === of, onClose: () => setAct(undefined) });
  const { state } = send;
  return (
    <>
      {state === 'scheduled' ? (
        <>
          <Button onClick={() => setAct('cancel')}>{t.cancel}</Button>
          <Button onClick={() => setAct('reschedule')}>{t.reschedule}</Button>
        </>
      ) : null}
      {state === 'sent' ? (
        <Button danger onClick={() => setAct('takeDown')}>
          {t.takeDown}
        </Button>
      ) : null}
      {state === 'canceled' ? <Button onClick={() => setAct('delete')}>{t.removeSend}</Button> : null}
      {state === 'canceled' || state === 'failed' ? (
        <Button
          type="primary"
          onClick={() =>
            void navigate({
              to: '/accounts/$appId/mass-sends/$id',
              params: { appId, id: 'new' },
              search: { material: send.media_id },
            })
          }
        >
          {t.again}
        </Button>
      ) : null}
      <CancelDialog {...props('cancel')} />
      <RescheduleDialog key={send.scheduled_at} {...props('reschedule')} />
      <TakeDownDialog {...props('takeDown')} />
      <DeleteSend {...props('delete')} />
    </>
  );
}

type DialogProps = Props & { open: boolean; onClose: () => void };

function CancelDialog({ appId, send, open, onClose }: DialogProps) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const cancel = useCancel(appId);
  const toast = useUndoToast();
  const close = () => {
    cancel.reset();
    onClose();
  };
  return (
    <ConfirmImpact
      open={open}
      title={t.cancelTitle}
      facts={[
        { name: t.confirm.content, value: send.title || t.untitled },
        { name: t.confirm.time, value: send.scheduled_at ? moment(texts, send.scheduled_at) : t.facts.atOnce },
      ]}
      consequence={t.cancelText}
      confirm={t.cancelConfirm}
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={() =>
        cancel.mutate(send.id, {
          onSuccess: () => {
            toast({ text: t.canceled });
            close();
          },
        })
      }
      onCancel={close}
    />
  );
}

function RescheduleDialog({ appId, send, open, onClose }: DialogProps) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const move = useReschedule(appId);
  const toast = useUndoToast();
  const now = useNow();
  const [slot, setSlot] = useState(slotOf(send.scheduled_at ?? now));
  const close = () => {
    move.reset();
    onClose();
  };
  return (
    <ConfirmImpact
      open={open}
      title={t.rescheduleTitle}
      consequence={t.rescheduleText}
      confirm={t.rescheduleConfirm}
      blocked={slotProblem(slot, now) !== undefined}
      busy={move.isPending}
      error={move.error}
      onConfirm={() =>
        move.mutate(
          { id: send.id, at: instantOf(slot).toISOString() },
          {
            onSuccess: () => {
              toast({ text: t.rescheduled({ at: moment(texts, instantOf(slot)) }) });
              close();
            },
          },
        )
      }
      onCancel={close}
    >
      <div className={s.slot}>
        <SlotField value={slot} onChange={setSlot} />
      </div>
    </ConfirmImpact>
  );
}

function TakeDownDialog({ appId, send, open, onClose }: DialogProps) {
  const { massSends: t } = useTexts('massSends');
  const takeDown = useTakeDown(appId);
  const toast = useUndoToast();
  const close = () => {
    takeDown.reset();
    onClose();
  };
  return (
    <ConfirmImpact
      open={open}
      title={t.takeDownTitle}
      facts={[
        { name: t.confirm.content, value: send.title || t.untitled },
        { name: t.counts.sent, value: send.counts ? t.people({ n: send.counts.sent }) : t.peopleUnknown },
      ]}
      consequence={t.takeDownText}
      confirm={t.takeDownConfirm}
      danger
      typeText={send.title}
      busy={takeDown.isPending}
      error={takeDown.error}
      onConfirm={() =>
        takeDown.mutate(
          { id: send.id, title: send.title },
          {
            onSuccess: () => {
              toast({ text: t.takenDown });
              close();
            },
          },
        )
      }
      onCancel={close}
    />
  );
}
