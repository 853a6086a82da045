import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTexts } from '@/locales/context';
import type { Card } from './card';
import { type Place, start, targetOf } from './graph';
import { OutlineRow } from './OutlineRow';
import { OutlineTail, PutButton } from './OutlineTail';
import s from './OutlineView.module.css';
import { outlineOf, type Row } from './outline';
import type { StepCardProps } from './StepCard';
import type { Graph } from './types';
import type { Steps } from './use-steps';

export type OutlineProps = {
  graph: Graph;
  cards: ReadonlyMap<string, Card>;
  look: (id: string) => Pick<StepCardProps, 'icon' | 'stat' | 'unfinished'>;
  selected: string | undefined;
  steps: Steps;
  disabled: boolean;
  onSelect: (id: string | undefined) => void;
  onPlus: (place: Place, anchor: HTMLElement) => void;
};

/**
 * The journey as an indented list: everything that the canvas can do, by keys and buttons and for whoever reads with a
 * screen reader.
 */
export function OutlineView({ bar, ...props }: OutlineProps & { bar: ReactNode }) {
  const { graph, cards, steps, disabled, onSelect } = props;
  const { journeys: t } = useTexts('journeys');
  const box = useRef<HTMLDivElement>(null);
  const { rows, loose } = outlineOf(graph);

  /** After the list was drawn anew the focus is where the step went. */
  const focusStep = (id: string | undefined) =>
    requestAnimationFrame(() => {
      box.current?.querySelector<HTMLElement>(`[data-step="${id ?? 'start'}"]`)?.focus();
    });
  const onKeyDown = (event: KeyboardEvent) => {
    const id = event.target instanceof HTMLElement ? event.target.dataset.step : undefined;
    if (id === undefined || event.nativeEvent.isComposing) return;
    if (!act(event, id)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const act = (event: KeyboardEvent, id: string): boolean => {
    const { key } = event;
    const up = key === 'ArrowUp';
    if (up || key === 'ArrowDown') {
      if (!event.altKey) return walk(up ? -1 : 1);
      if (!disabled && id !== 'start' && steps.shift(id, up ? 'up' : 'down')) focusStep(id);
      return true;
    }
    if ((key === 'Delete' || key === 'Backspace') && !disabled && id !== 'start') {
      const above = steps.remove(id);
      focusStep(above?.from || undefined);
      return true;
    }
    return false;
  };
  const walk = (by: number): boolean => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-step], [data-place]') ?? [])];
    const next = all[all.indexOf(document.activeElement as HTMLElement) + by];
    next?.focus();
    return true;
  };
  const list = (of: readonly Row[], place?: Place, label?: string) => (
    <ol className={s.rows} aria-label={label}>
      {place && targetOf(graph, place) !== '' && steps.canPut(place) ? (
        <li>
          <PutButton steps={steps} place={place} />
        </li>
      ) : null}
      {of.map((row) =>
        row.kind === 'tail' ? (
          <OutlineTail key={`tail ${row.place.from} ${row.place.exit}`} row={row} {...props} />
        ) : (
          <OutlineRow key={row.step.id} row={row} {...props} focusStep={focusStep}>
            {row.ways.length > 0 ? (
              <ul className={s.ways}>
                {row.ways.map((way) => {
                  const name = cards.get(row.step.id)?.exits.find((e) => e.id === way.place.exit)?.name ?? '';
                  return (
                    <li key={way.place.exit}>
                      <p className={s.way}>{t.outline.way({ exit: name })}</p>
                      {list(way.rows, way.place)}
                    </li>
                  );
                })}
              </ul>
            ) : null}
          </OutlineRow>
        ),
      )}
    </ol>
  );
  const first = cards.get('');
  const { icon: Icon, stat, unfinished } = props.look('');
  return (
    <section className={s.view} aria-label={t.outline.label}>
      <div className={s.top}>
        <p>{disabled ? t.viewerOnly : t.outline.keys}</p>
        {bar}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows in it */}
      <div ref={box} className={s.list} onKeyDown={onKeyDown}>
        <button
          type="button"
          data-step="start"
          className={props.selected === 'start' ? `${s.row} ${s.on}` : s.row}
          aria-expanded={props.selected === 'start'}
          onClick={() => onSelect('start')}
        >
          <span className={`${s.icon} ${s.start}`}>
            <Icon size={15} strokeWidth={1.9} aria-hidden="true" />
          </span>
          <span className={s.words}>
            <small>{first?.head}</small>
            <b>{first?.title}</b>
            <span>{first?.more}</span>
          </span>
          {unfinished ? <em className={s.unfinished}>{t.steps.unfinished}</em> : <em className="num">{stat}</em>}
        </button>
        {rows.length === 1 && rows[0]?.kind === 'tail' ? <p className={s.none}>{t.outline.none}</p> : null}
        {list(rows, start, t.outline.label)}
        {loose.length > 0 ? (
          <>
            <h2 className={s.loose}>{t.outline.loose}</h2>
            {loose.map((of) => list(of, undefined, t.outline.loose))}
          </>
        ) : null}
      </div>
    </section>
  );
}
