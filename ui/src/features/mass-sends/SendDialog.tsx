import { useQuery } from '@tanstack/react-query';
import { Clock, FileText, RefreshCw, Users } from 'lucide-react';
import { hasCode } from '@/api/errors';
import { tagsQuery } from '@/api/tags';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import { type MassSend, type Preflight, useCheck, useSend } from './queries';
import { instantOf } from './slots';
import { audienceWords, moment } from './words';

type Props = {
  appId: string;
  send: MassSend;
  slot: string | undefined;
  /** A second operator approves it. */
  asks: boolean;
  open: boolean;
  onClose: () => void;
};

/** What sending means: content, people, time, quota before and after; a send to all is confirmed by its number. */
export function SendDialog({ appId, send, slot, asks, open, onClose }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const sending = useSend(appId);
  const checking = useCheck(appId);
  const toast = useUndoToast();
  const { preflight } = send;
  const at = slot ? moment(texts, instantOf(slot)) : undefined;
  const close = () => {
    sending.reset();
    onClose();
  };
  const confirm = async () => {
    try {
      await sending.mutateAsync({
        id: send.id,
        ...(slot && { at: instantOf(slot).toISOString() }),
        ...(preflight?.people != null && { expected: preflight.people }),
      });
    } catch (error) {
      // The number of people is another one now: it is shown before it is confirmed.
      if (hasCode(error, 'mass_send.people') || hasCode(error, 'mass_send.day_used')) {
        checking.mutate(send.id);
      }
      return;
    }
    toast({ text: asks ? t.done.asked : at ? t.done.scheduled({ at }) : t.done.sent });
    close();
  };
  const people = preflight?.people ?? null;
  return (
    <ConfirmImpact
      open={open}
      title={asks ? t.confirm.ask : at ? t.confirm.later : t.confirm.now}
      facts={[
        {
          icon: FileText,
          name: t.confirm.content,
          value: send.title || t.untitled,
          detail: send.article_count > 1 ? t.confirm.several({ n: send.article_count }) : t.confirm.one,
        },
        {
          icon: Users,
          name: t.confirm.people,
          value: people === null ? t.peopleUnknown : t.people({ n: people }),
          detail: audienceWords(texts, send, tags),
        },
        { icon: Clock, name: t.confirm.time, value: at ?? t.confirm.atOnce },
        ...(preflight ? [quotaFact(t, send, preflight)] : []),
      ]}
      consequence={at ? t.confirm.finalLater({ at }) : t.confirm.final}
      confirm={asks ? t.confirm.yesAsk : at ? t.confirm.yesLater({ at }) : t.confirm.yesNow}
      typeText={send.audience.kind === 'all' ? (people === null ? t.confirm.typeAll : String(people)) : undefined}
      blocked={!preflight?.ready}
      busy={sending.isPending || checking.isPending}
      error={sending.error}
      onConfirm={() => void confirm()}
      onCancel={close}
    />
  );
}

/** A send to some of a service account's followers uses only theirs, of which no number is known. */
function quotaFact(t: Texts<'massSends'>['massSends'], send: MassSend, { quota }: Preflight) {
  const left = Math.max(0, quota.limit - quota.used);
  const counted = quota.period === 'day' || send.audience.kind === 'all';
  return {
    icon: RefreshCw,
    name: t.confirm.quota,
    value: counted ? t.confirm.quotaChange({ from: left, to: Math.max(0, left - 1) }) : t.confirm.quotaSame({ left }),
    detail: t.confirm.quotaDetail[quota.period],
  };
}
