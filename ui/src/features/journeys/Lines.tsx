import { useStore, ViewportPortal } from '@xyflow/react';
import { Plus } from 'lucide-react';
import type { DragEvent } from 'react';
import { useTexts } from '@/locales/context';
import s from './Canvas.module.css';
import type { Card } from './card';
import { type Place, placeKey } from './graph';
import { type Line, type Point, pathOf } from './layout';
import { dragType, type Steps } from './use-steps';

type Props = {
  lines: readonly Line[];
  cards: ReadonlyMap<string, Card>;
  steps: Steps;
  disabled: boolean;
  onPlus: (place: Place, anchor: HTMLElement) => void;
  onDrop: (place: Place, what: string) => void;
};

/** The lines between the steps, the names of exits on them, and on each a `+`; while a step is moved, places to put it. */
export function Lines({ lines, cards, steps, disabled, onPlus, onDrop }: Props) {
  const { journeys: t } = useTexts('journeys');
  const [left, top, zoom] = useStore(({ transform }) => transform);
  const height = useStore((state) => state.height);
  // However small the drawing is, its buttons can be hit; half under the bars over the canvas they could not.
  const scale = Math.min(1.7, Math.max(1, 1 / zoom));
  const covered = ({ x, y }: Point) => {
    const across = x * zoom + left;
    const down = y * zoom + top;
    return down < 78 || (across < 66 && down > height - 134);
  };
  const exit = (place: Place) => cards.get(place.from)?.exits.find((e) => e.id === place.exit)?.name;
  return (
    <ViewportPortal>
      <svg className={s.lines} aria-hidden="true">
        {lines.map((line) => (
          <path
            key={placeKey(line.place)}
            d={pathOf(line.points)}
            className={line.to ? (line.back ? `${s.line} ${s.back}` : s.line) : `${s.line} ${s.open}`}
            markerEnd={line.back ? 'url(#journey-back)' : undefined}
          />
        ))}
        <defs>
          <marker id="journey-back" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
            <path d="M1 1L7 4L1 7" className={s.arrow} />
          </marker>
        </defs>
      </svg>
      {lines.map(({ place, label, to, plus }) => {
        const name = exit(place);
        const first = cards.get(place.from)?.exits[0]?.id === place.exit;
        return (
          <div key={placeKey(place)}>
            {label && name ? (
              <span className={first ? `${s.label} ${s.yes}` : s.label} style={at(label)} title={name}>
                {name}
              </span>
            ) : null}
            {disabled || covered(plus) ? null : (
              <PlaceButton
                {...{ place, plus, scale, steps, onPlus, onDrop }}
                label={
                  to === ''
                    ? t.appendHere
                    : name
                      ? t.insertAt({ name: steps.name(place.from), exit: name })
                      : t.insertAfter({ name: steps.name(place.from) })
                }
                open={to === ''}
              />
            )}
          </div>
        );
      })}
    </ViewportPortal>
  );
}

type PlaceProps = Pick<Props, 'steps' | 'onPlus' | 'onDrop'> & {
  place: Place;
  plus: Point;
  scale: number;
  label: string;
  open: boolean;
};

function PlaceButton({ place, plus, scale, label, open, steps, onPlus, onDrop }: PlaceProps) {
  const { journeys: t } = useTexts('journeys');
  if (steps.moving !== undefined) {
    if (!steps.canPut(place)) return null;
    return (
      <button
        type="button"
        className={`${s.put} nodrag nopan`}
        style={at(plus, scale)}
        aria-label={`${t.putHere}：${label}`}
        onClick={() => steps.put(place)}
      >
        {t.putHere}
      </button>
    );
  }
  const over = (event: DragEvent<HTMLButtonElement>, on: boolean) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    event.currentTarget.toggleAttribute('data-over', on);
  };
  return (
    <button
      type="button"
      className={`${open ? `${s.plus} ${s.append}` : s.plus} nodrag nopan`}
      style={at(plus, scale)}
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      data-place={placeKey(place)}
      onClick={(event) => onPlus(place, event.currentTarget)}
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        over(event, false);
        onDrop(place, event.dataTransfer.getData(dragType));
      }}
    >
      <Plus size={13} strokeWidth={2} aria-hidden="true" />
    </button>
  );
}

const at = ({ x, y }: Point, scale = 1) => ({
  transform: `translate(-50%, -50%) translate(${x}px, ${y}px) scale(${scale})`,
});
