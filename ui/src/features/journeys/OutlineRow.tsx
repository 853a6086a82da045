import { ArrowDown, ArrowUp, Copy, CornerUpRight, Ellipsis, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Menu } from '@/components/Menu';
import { RowAction } from '@/components/RowAction';
import { useTexts } from '@/locales/context';
import { PutButton } from './OutlineTail';
import type { OutlineProps } from './OutlineView';
import s from './OutlineView.module.css';
import type { Row } from './outline';

type Props = OutlineProps & {
  row: Extract<Row, { kind: 'step' }>;
  focusStep: (id: string | undefined) => void;
  /** The ways of its exits. */
  children: ReactNode;
};

/** A step in the list: its words, and buttons to add behind it, move, copy and delete it. */
export function OutlineRow({
  row,
  cards,
  look,
  selected,
  steps,
  disabled,
  onSelect,
  onPlus,
  focusStep,
  children,
}: Props) {
  const { journeys: t } = useTexts('journeys');
  const [menu, setMenu] = useState<HTMLElement | null>(null);
  const { step, number, joins } = row;
  const card = cards.get(step.id);
  const { icon: Icon, stat, unfinished } = look(step.id);
  const name = steps.name(step.id);
  const [exit] = step.exits;
  if (!card) return null;
  const { reach } = card;
  const shift = (way: 'up' | 'down') => {
    if (steps.shift(step.id, way)) focusStep(step.id);
  };
  return (
    <li>
      {joins ? <p className={s.way}>{t.outline.joins}</p> : null}
      <div className={s.line}>
        <button
          type="button"
          data-step={step.id}
          className={selected === step.id ? `${s.row} ${s.on}` : s.row}
          aria-expanded={selected === step.id}
          onClick={() => onSelect(step.id)}
        >
          <b className={`${s.number} num`}>{number}</b>
          <span className={`${s.icon} ${s[step.kind]}`}>
            <Icon size={15} strokeWidth={1.9} aria-hidden="true" />
          </span>
          <span className={s.words}>
            <small>{card.head}</small>
            <b>{card.title || card.missing || card.bubble}</b>
            {card.more || card.chip ? <span>{card.more || card.chip}</span> : null}
            {card.material?.note ? <span className={s.note}>{card.material.note}</span> : null}
          </span>
          {reach && reach.level !== 'sure' ? (
            <em className={reach.level === 'never' ? s.never : s.unfinished}>{t.steps.levels[reach.level]}</em>
          ) : null}
          {unfinished ? <em className={s.unfinished}>{t.steps.unfinished}</em> : <em className="num">{stat}</em>}
        </button>
        {disabled ? null : (
          <span className={s.acts}>
            {exit ? (
              <RowAction
                icon={Plus}
                menu
                label={t.outline.add({ name })}
                title={t.outline.add({ name })}
                onClick={(event) => onPlus({ from: step.id, exit: exit.id }, event.currentTarget)}
              />
            ) : null}
            <RowAction
              icon={ArrowUp}
              label={`${t.moveUp}「${name}」`}
              title={t.moveUp}
              disabled={!steps.canShift(step.id, 'up')}
              onClick={() => shift('up')}
            />
            <RowAction
              icon={ArrowDown}
              label={`${t.moveDown}「${name}」`}
              title={t.moveDown}
              disabled={!steps.canShift(step.id, 'down')}
              onClick={() => shift('down')}
            />
            <RowAction
              icon={Ellipsis}
              menu
              expanded={menu !== null}
              label={t.outline.more({ name })}
              title={t.more}
              onClick={(event) => setMenu(event.currentTarget)}
            />
          </span>
        )}
      </div>
      <Menu
        label={t.outline.more({ name })}
        anchor={menu}
        onClose={() => setMenu(null)}
        end
        items={[
          { key: 'move', icon: CornerUpRight, label: t.moveStep, onSelect: () => steps.pick(step.id) },
          ...(exit ? [{ key: 'copy', icon: Copy, label: t.copyStep, onSelect: () => steps.copy(step.id) }] : []),
          {
            key: 'remove',
            icon: Trash2,
            label: t.removeStep,
            danger: true,
            divided: true,
            onSelect: () => focusStep(steps.remove(step.id)?.from || undefined),
          },
        ]}
      />
      {children}
      {exit?.to && row.ways.length === 0 && steps.canPut({ from: step.id, exit: exit.id }) ? (
        <PutButton steps={steps} place={{ from: step.id, exit: exit.id }} />
      ) : null}
    </li>
  );
}
