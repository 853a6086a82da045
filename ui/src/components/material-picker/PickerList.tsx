import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect } from 'react';
import { useTexts } from '@/locales/context';
import { stepTo } from './cursor-keys';
import s from './PickerList.module.css';
import { PickerRow } from './PickerRow';
import type { Choice, Use } from './queries';

export type Group = { name: string; choices: Choice[] };

type Props = {
  id: string;
  ref: RefObject<HTMLDivElement | null>;
  groups: Group[];
  use: Use;
  q: string;
  active: number;
  chosenId: string | undefined;
  onActive: (at: number) => void;
  onChoose: (choice: Choice) => void;
  onTake: (choice: Choice) => void;
  onPreview: () => void;
};

/** The id of a row's element, which the search field names as its active descendant. */
export const rowId = (list: string, at: number) => `${list}-${at}`;

/** The items to choose from. It holds the focus for all its rows: arrows move, Enter takes, Space previews. */
export function PickerList({ id, ref, groups, use, q, active, chosenId, ...on }: Props) {
  const { picker: t } = useTexts('picker');
  const flat = groups.flatMap((group) => group.choices);
  const current = flat[active];

  useEffect(() => {
    if (active >= 0) document.getElementById(rowId(id, active))?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = stepTo(event.key, active, flat.length);
    if (to !== undefined) on.onActive(to);
    else if (event.key === 'Enter' && current?.selectable) on.onTake(current);
    else if (event.key === ' ' && current) on.onPreview();
    else return;
    event.preventDefault();
  };
  const rowOf = (event: MouseEvent): { at: number; choice: Choice } | undefined => {
    const at = Number((event.target as Element).closest<HTMLElement>('[data-at]')?.dataset.at ?? Number.NaN);
    const choice = flat[at];
    return choice && { at, choice };
  };
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (!row) return;
    on.onActive(row.at);
    if (row.choice.selectable) on.onChoose(row.choice);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (row?.choice.selectable) on.onTake(row.choice);
  };

  let before = 0;
  return (
    <div
      ref={ref}
      id={id}
      role="listbox"
      tabIndex={0}
      aria-label={t.list}
      aria-activedescendant={current ? rowId(id, active) : undefined}
      className={s.list}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
    >
      {groups.map((group) => {
        const first = before;
        before += group.choices.length;
        const rows = group.choices.map((choice, i) => (
          <PickerRow
            key={choice.media_id}
            id={rowId(id, first + i)}
            at={first + i}
            choice={choice}
            use={use}
            q={q}
            active={first + i === active}
            chosen={choice.media_id === chosenId}
          />
        ));
        if (groups.length === 1) return rows;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={group.name} role="group" aria-label={group.name}>
            <div className={s.name} aria-hidden="true">
              {group.name}
            </div>
            {rows}
          </div>
        );
      })}
    </div>
  );
}
