import { Button, Segmented } from 'antd';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { SearchField } from '@/components/SearchField';
import { useTexts } from '@/locales/context';
import s from './MaterialPicker.module.css';
import { PickerFreshness } from './PickerFreshness';
import { PickerList } from './PickerList';
import { PickerPages } from './PickerPages';
import { PickerPreview } from './PickerPreview';
import { PickerState } from './PickerState';
import type { Choice, Source, Usage, Use } from './queries';
import { rememberChoice } from './recent';
import { useChoices } from './use-choices';

type Props = {
  appId: string;
  use: Use;
  usage: Usage;
  preview: boolean;
  onPreview: (shown: boolean) => void;
  onClose: () => void;
  onTake: (choice: Choice) => void;
};

/** The inside of the picker: sources, search, the list, the preview beside it, and what is chosen. */
export function PickerBody({ appId, use, usage, preview, onPreview, onClose, onTake }: Props) {
  const { picker: t } = useTexts('picker');
  const [source, setSource] = useState<Source>(usage.sources[0] ?? 'history');
  const [q, setQ] = useState('');
  const [active, setActive] = useState(-1);
  const [chosen, setChosen] = useState<Choice>();
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const choices = useChoices(appId, usage, source, q, { recent: t.recent, all: t.all });
  const flat = choices.groups.flatMap((group) => group.choices);
  const current = flat[active];

  const take = (choice: Choice) => {
    rememberChoice(appId, choice.media_id);
    onTake(choice);
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || flat.length === 0) return;
    event.preventDefault();
    list.current?.focus();
    if (active < 0) setActive(0);
  };
  const turn = (page: (() => void) | undefined) => {
    if (!page) return undefined;
    return () => {
      setActive(-1);
      page();
      list.current?.scrollTo({ top: 0 });
    };
  };

  return (
    <div className={preview ? `${s.body} ${s.withPreview}` : s.body}>
      <div className={s.left}>
        <div className={s.bar}>
          <Segmented
            aria-label={t.sources}
            value={source}
            onChange={(next) => {
              setSource(next);
              setActive(-1);
            }}
            options={usage.sources.map((value) => ({ value, label: t.source[value] }))}
          />
          <SearchField
            label={t.search}
            placeholder={t.searchHint}
            value={q}
            autoFocus
            onKeyDown={onSearchKey}
            onSearch={(text) => {
              setQ(text);
              setActive(-1);
            }}
          />
        </div>
        <PickerFreshness source={source} q={q} {...choices} onRefresh={() => choices.refresh()} />
        {flat.length > 0 ? (
          <PickerList
            id={listId}
            ref={list}
            groups={choices.groups}
            use={use}
            q={q}
            active={active}
            chosenId={chosen?.media_id}
            onActive={setActive}
            onChoose={setChosen}
            onTake={take}
            onPreview={() => onPreview(!preview)}
          />
        ) : (
          <PickerState source={source} q={q} {...choices} onClear={() => setQ('')} />
        )}
        <PickerPages range={choices.range} onPrevious={turn(choices.previous)} onNext={turn(choices.next)} />
      </div>
      {preview ? <PickerPreview appId={appId} material={current ?? chosen} onClose={() => onPreview(false)} /> : null}
      <div className={s.foot}>
        <p aria-live="polite">
          {chosen ? (
            <>
              {t.chosen} <b>{chosen.title}</b>
            </>
          ) : (
            t.keys
          )}
        </p>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button type="primary" disabled={!chosen} onClick={() => chosen && take(chosen)}>
          {t.take}
        </Button>
      </div>
    </div>
  );
}
