import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import f from '@/components/FilterButton.module.css';
import { RowAction } from '@/components/RowAction';
import { month as monthOf, parts } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './MonthJump.module.css';

type Props = {
  value: string | undefined;
  /** The time the list shows first; the years begin there. */
  shown: string | undefined;
  onChange: (month: string | undefined) => void;
};

const months = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));

/** Begins the list at a month, in place of page numbers: a history is remembered by when, not by page. */
export function MonthJump({ value, shown, onChange }: Props) {
  const { materials: t } = useTexts('materials');
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer, true);
    return () => document.removeEventListener('pointerdown', onPointer, true);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only catches Esc for the buttons inside
    <div ref={box} className={s.anchor} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={value ? `${f.filter} ${f.on}` : f.filter}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {value ? t.monthOf({ year: Number(value.slice(0, 4)), month: Number(value.slice(5)) }) : t.month}
        <ChevronDown size={15} aria-hidden="true" />
      </button>
      {open ? (
        <Panel
          value={value}
          year={Number((value ?? monthOf(shown ?? Date.now())).slice(0, 4))}
          onPick={(next) => {
            close();
            onChange(next);
          }}
        />
      ) : null}
    </div>
  );
}

type PanelProps = { value: string | undefined; year: number; onPick: (month: string | undefined) => void };

function Panel({ value, year: first, onPick }: PanelProps) {
  const { materials: t } = useTexts('materials');
  const [year, setYear] = useState(first);
  const now = parts(Date.now());
  return (
    <div className={s.panel} role="dialog" aria-label={t.month}>
      <div className={s.year}>
        <RowAction
          icon={ChevronLeft}
          label={t.yearBefore}
          title={t.yearBefore}
          disabled={year <= 2012}
          onClick={() => setYear(year - 1)}
        />
        <span className="num" aria-live="polite">
          {t.year({ year })}
        </span>
        <RowAction
          icon={ChevronRight}
          label={t.yearAfter}
          title={t.yearAfter}
          disabled={year >= now.year}
          onClick={() => setYear(year + 1)}
        />
      </div>
      <div className={s.months}>
        {months.map((m, i) => (
          <button
            key={m}
            type="button"
            aria-pressed={value === `${year}-${m}`}
            disabled={year > now.year || (year === now.year && i >= now.month)}
            onClick={() => onPick(`${year}-${m}`)}
          >
            {t.monthName({ month: i + 1 })}
          </button>
        ))}
      </div>
      {value ? (
        <button type="button" className={s.all} onClick={() => onPick(undefined)}>
          {t.monthAll}
        </button>
      ) : null}
    </div>
  );
}
