import { ConfirmImpact, type ImpactFact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { dayAndClock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import { lifeOf } from './code-life';
import { type QRCode, useDeleteCode } from './queries';

type Props = { appId: string; open: boolean; code?: QRCode; onClose: () => void; onDeleted?: () => void };

/** Asks before a code is deleted, with what becomes of those that are printed. */
export function DeleteCode({ appId, open, code, onClose, onDeleted }: Props) {
  const texts = useTexts('qrcodes');
  const t = texts.qrcodes.removal;
  const now = useNow();
  const remove = useDeleteCode(appId);
  const toast = useUndoToast();
  const confirm = () => {
    if (!code) return;
    remove.mutate(code.id, {
      onSuccess: () => {
        onClose();
        onDeleted?.();
        toast({ text: t.done({ name: code.name }) });
      },
    });
  };
  const cancel = () => {
    remove.reset();
    onClose();
  };
  return (
    <ConfirmImpact
      open={open}
      title={t.title({ name: code?.name ?? '' })}
      facts={code ? facts(texts, code, now) : []}
      consequence={t.text}
      confirm={t.confirm}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onCancel={cancel}
    />
  );
}

function facts({ qrcodes }: Texts<'qrcodes'>, code: QRCode, now: number): ImpactFact[] {
  const t = qrcodes.removal;
  const life = lifeOf(code, now);
  const all: ImpactFact[] = [];
  if (life.state === 'permanent') all.push({ name: t.facts.printed, value: t.printed });
  if (life.state === 'ended') all.push({ name: t.facts.printed, value: t.printedEnded });
  if (life.state === 'lives') {
    const at = code.expires_at ? dayAndClock(code.expires_at) : '';
    all.push({ name: t.facts.printed, value: t.printedUntil({ at }) });
  }
  all.push({ name: t.facts.scans, value: t.scans({ scans: code.scans, followers: code.new_followers }) });
  if (life.state === 'permanent') all.push({ name: t.facts.quota, value: t.quota });
  return all;
}
