import { CloudOff, ListRestart, MapPin, NotebookPen } from 'lucide-react';
import { useState } from 'react';
import type { UsedBy } from '@/api/client';
import { ConfirmImpact, type ImpactFact } from '@/components/ConfirmImpact';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import { nameOf } from './columns';
import s from './RemoveDialog.module.css';
import type { Refused } from './removal';
import { kindWord } from './UseChips';
import type { useRemoval } from './use-removal';

type Props = { removal: ReturnType<typeof useRemoval> };

/**
 * Asks before items are removed here: what uses them, that WeChat keeps them, how they come back. It stays until it has
 * closed and given the focus back, then it leaves the document.
 */
export function RemoveDialog({ removal }: Props) {
  const { open } = removal;
  const [shown, setShown] = useState(open);
  if (open && !shown) setShown(true);
  return shown ? <Dialog removal={removal} onClosed={() => setShown(false)} /> : null;
}

function Dialog({ removal, onClosed }: Props & { onClosed: () => void }) {
  const texts = useTexts('materials');
  const t = texts.materials;
  const { materials, refused, open, busy, error, confirm, cancel } = removal;
  const first = materials[0];
  const several = materials.length > 1;

  if (refused.length > 0) {
    return (
      <ConfirmImpact
        open={open}
        title={refused.length > 1 ? t.removeRefusedMany({ n: refused.length }) : t.removeRefused}
        consequence={t.removeRefusedText}
        confirm={t.removeForce}
        danger
        busy={busy}
        error={error}
        onConfirm={confirm}
        onCancel={cancel}
        onClosed={onClosed}
      >
        <InUse refused={refused} />
      </ConfirmImpact>
    );
  }
  return (
    <ConfirmImpact
      open={open}
      title={
        several
          ? t.removeTitleMany({ n: materials.length })
          : t.removeTitle({ title: first ? nameOf(texts, first) : '' })
      }
      facts={factsOf(texts, materials)}
      consequence={several ? t.removeBackMany : t.removeBack}
      confirm={several ? t.removeConfirmMany({ n: materials.length }) : t.removeConfirm}
      danger
      busy={busy}
      error={error}
      onConfirm={confirm}
      onCancel={cancel}
      onClosed={onClosed}
    />
  );
}

function factsOf(texts: Texts<'materials'>, materials: readonly { used_by: UsedBy[] }[]): ImpactFact[] {
  const t = texts.materials;
  const used = materials.filter((m) => m.used_by.length > 0);
  const names = used.flatMap((m) => m.used_by).map((use) => `${kindWord(texts, use.kind)}「${use.name}」`);
  return [
    { icon: CloudOff, name: t.removeAtWeChat, value: t.removeHere },
    {
      icon: MapPin,
      name: t.usesTitle,
      value:
        used.length === 0
          ? t.removeNoUses
          : materials.length > 1
            ? t.removeUsesMany({ n: used.length })
            : names.join(' '),
      detail: materials.length > 1 && names.length > 0 ? names.slice(0, 6).join(' ') : undefined,
    },
    { icon: NotebookPen, name: t.columnNote, value: t.removeNote },
    { icon: ListRestart, name: t.removeReturn, value: t.removeOnlyFull },
  ];
}

function InUse({ refused }: { refused: readonly Refused[] }) {
  const texts = useTexts('materials');
  return (
    <ul className={s.uses}>
      {refused.map(({ material, usedBy }) => (
        <li key={material.media_id}>
          <b>{nameOf(texts, material)}</b>
          {usedBy.map((use) => (
            <span key={`${use.kind} ${use.id}`}>
              {kindWord(texts, use.kind)} <em>{use.name}</em>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
