import { CircleStop, Clock, Ellipsis, FileText, GitFork, MessageSquareText, Tag, TicketX, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Menu, type MenuItem } from '@/components/Menu';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import s from './Palette.module.css';
import { dragType, type NewKind } from './use-steps';

type Props = { onAdd: (what: NewKind) => void };

/** What can be added: by a click behind the chosen step, or dragged onto a line. */
export function Palette({ onAdd }: Props) {
  const { journeys: t } = useTexts('journeys');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const main = [
    ['send', t.paletteWords.send, FileText],
    ['branch', t.paletteWords.branch, GitFork],
    ['wait', t.paletteWords.wait, Clock],
    ['tag', t.paletteWords.tag, Tag],
  ] as const;
  return (
    <div className={s.palette} role="toolbar" aria-label={t.palette}>
      {main.map(([kind, label, Icon]) => (
        <button
          key={kind}
          type="button"
          className={s[kind]}
          draggable
          onDragStart={(event) => event.dataTransfer.setData(dragType, JSON.stringify({ kind }))}
          onClick={() => onAdd({ kind })}
        >
          <Icon size={16} strokeWidth={1.9} aria-hidden="true" />
          {label}
        </button>
      ))}
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Ellipsis size={16} aria-hidden="true" />
        {t.moreSteps}
      </button>
      <Menu
        label={t.moreSteps}
        anchor={anchor}
        onClose={() => setAnchor(null)}
        items={newSteps(t, onAdd).filter(({ key }) => !main.some(([kind]) => kind === key))}
      />
    </div>
  );
}

/** Every kind of step as a choice of a menu; an end only where nothing follows. */
export function newSteps(t: Texts<'journeys'>['journeys'], onAdd: (what: NewKind) => void, end = true): MenuItem[] {
  const { kinds, sends } = t.steps;
  return [
    { key: 'send', icon: FileText, label: sends.material, onSelect: () => onAdd({ kind: 'send' }) },
    { key: 'text', icon: MessageSquareText, label: sends.text, onSelect: () => onAdd({ kind: 'send', reply: 'text' }) },
    { key: 'branch', icon: GitFork, label: kinds.branch, onSelect: () => onAdd({ kind: 'branch' }) },
    { key: 'wait', icon: Clock, label: kinds.wait, onSelect: () => onAdd({ kind: 'wait' }) },
    { key: 'tag', icon: Tag, label: kinds.tag, onSelect: () => onAdd({ kind: 'tag' }) },
    { key: 'untag', icon: TicketX, label: kinds.untag, onSelect: () => onAdd({ kind: 'untag' }) },
    { key: 'webhook', icon: Webhook, label: kinds.webhook, onSelect: () => onAdd({ kind: 'webhook' }) },
    ...(end
      ? [{ key: 'end', icon: CircleStop, label: kinds.end, onSelect: () => onAdd({ kind: 'end' as const }) }]
      : []),
  ];
}
