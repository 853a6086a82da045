import { CornerDownRight, Plus } from 'lucide-react';
import { useTexts } from '@/locales/context';
import { type Place, placeKey } from './graph';
import type { OutlineProps } from './OutlineView';
import s from './OutlineView.module.css';
import { numbersOf, type Row } from './outline';
import { sequenceOf } from './sequence';

type Props = OutlineProps & { row: Extract<Row, { kind: 'tail' }> };

/** The end of a way: where it goes on, or the button that adds a step to it; while a step is moved, the place to put it. */
export function OutlineTail({ row: { place, to }, graph, steps, disabled, onPlus }: Props) {
  const { journeys: t } = useTexts('journeys');
  if (to !== '') {
    const { main, loose } = sequenceOf(graph);
    const n = numbersOf([main, ...loose]).get(to) ?? 0;
    return (
      <li className={s.tail}>
        <CornerDownRight size={14} aria-hidden="true" />
        {t.outline.goesTo({ n, name: steps.name(to) })}
      </li>
    );
  }
  if (disabled) return <li className={s.tail}>{t.outline.ends}</li>;
  if (steps.moving !== undefined) {
    return steps.canPut(place) ? (
      <li>
        <PutButton steps={steps} place={place} />
      </li>
    ) : null;
  }
  return (
    <li>
      <button
        type="button"
        className={s.append}
        data-place={placeKey(place)}
        aria-haspopup="menu"
        onClick={(event) => onPlus(place, event.currentTarget)}
      >
        <Plus size={14} aria-hidden="true" />
        {t.appendHere}
      </button>
    </li>
  );
}

/** A place where the step that is being moved can be put. */
export function PutButton({ steps, place }: Pick<OutlineProps, 'steps'> & { place: Place }) {
  const { journeys: t } = useTexts('journeys');
  return (
    <button type="button" className={s.put} data-place={placeKey(place)} onClick={() => steps.put(place)}>
      {t.putHere}
    </button>
  );
}
