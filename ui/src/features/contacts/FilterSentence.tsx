import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { Fragment, useState } from 'react';
import { asApiError } from '@/api/errors';
import { tagsQuery } from '@/api/tags';
import { Menu, type MenuItem } from '@/components/Menu';
import { SearchField } from '@/components/SearchField';
import { day } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import type { Texts } from '@/locales/texts';
import { type Condition, type ConditionKind, choicesFor, conditionKinds, conditionsOf } from './conditions';
import { DateRange } from './DateRange';
import s from './FilterSentence.module.css';
import { type ContactSearch, isNarrowed, unfiltered } from './search';
import { useCodes } from './use-codes';

type Props = {
  appId: string;
  search: ContactSearch;
  /** How many the conditions let through; undefined while they are counted, null where that failed. */
  count: number | null | undefined;
  onRefine: (change: Partial<ContactSearch>) => void;
  onSearch: (search: ContactSearch) => void;
};

type Asking = { anchor: HTMLElement; kind?: ConditionKind; replaces?: number | undefined };

/** The conditions as a sentence: 联系人 关注于 最近 30 天 且 有标签 会员, with how many that are. */
export function FilterSentence({ appId, search, count, onRefine, onSearch }: Props) {
  const texts = useTexts('contacts');
  const t = texts.contacts.filter;
  const { data: sheet } = useQuery(tagsQuery(appId));
  const [asking, setAsking] = useState<Asking>();
  const offered = useCodes(appId, search.code, asking?.kind === 'code');
  const { codes, chosen: code } = offered;
  const known = { texts, tags: sheet?.items, code, codes, today: day(Date.now()) };
  const conditions = conditionsOf(search, known);

  const items = (ask: Asking): MenuItem[] => {
    if (!ask.kind) {
      return conditionKinds
        .filter((kind) => kind === 'tag' || !conditions.some((condition) => condition.kind === kind))
        .map((kind) => ({ key: kind, label: t[kind], onSelect: () => setAsking({ anchor: ask.anchor, kind }) }));
    }
    const choices = choicesFor(ask.kind, search, known, ask.replaces).map(({ change, ...choice }) => ({
      ...choice,
      onSelect: () => onRefine(change),
    }));
    if (ask.kind === 'code') return [...choices, ...said(codesNote(texts, offered))];
    return choices.length > 0 ? choices : said(t.noTags);
  };
  const change = (condition: Condition, anchor: HTMLElement) =>
    setAsking({
      anchor,
      kind: condition.kind,
      replaces: condition.kind === 'tag' ? Number(condition.key.slice(4)) : undefined,
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box
    <div className={s.sentence} role="group" aria-label={t.label}>
      <span className={s.word}>{conditions.length > 0 ? t.people : t.all}</span>
      {conditions.map((condition, i) => (
        <Fragment key={condition.key}>
          {i > 0 ? <span className={s.and}>{t.and}</span> : null}
          <span className={s.condition}>
            <span>{t[condition.kind]}</span>
            {condition.kind === 'followed' && !search.followed ? (
              <DateRange from={search.from} until={search.until} onChange={onRefine} />
            ) : (
              <button
                type="button"
                className={s.value}
                aria-haspopup="menu"
                title={t.change({ name: t[condition.kind] })}
                onClick={(event) => change(condition, event.currentTarget)}
              >
                {condition.value}
              </button>
            )}
            <button
              type="button"
              className={s.remove}
              aria-label={t.remove({ name: `${t[condition.kind]} ${condition.value}` })}
              onClick={() => onRefine(condition.without)}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </span>
        </Fragment>
      ))}
      <button
        type="button"
        className={s.add}
        aria-haspopup="menu"
        aria-expanded={asking !== undefined}
        onClick={(event) => setAsking({ anchor: event.currentTarget })}
      >
        <Plus size={14} aria-hidden="true" />
        {t.add}
      </button>
      {isNarrowed(search) && conditions.length > 1 ? (
        <button type="button" className={s.clear} onClick={() => onSearch(unfiltered(search))}>
          {t.clear}
        </button>
      ) : null}
      <b className={`${s.count} num`} aria-live="polite">
        {count === undefined ? t.counting : count === null ? t.notCounted : t.matches({ n: count })}
      </b>
      <Menu
        key={asking?.kind ?? 'kinds'}
        label={asking?.kind ? t[asking.kind] : t.add}
        anchor={asking?.anchor ?? null}
        items={asking ? items(asking) : []}
        head={
          asking?.kind === 'code' ? (
            <SearchField label={t.findCode} placeholder={t.findCode} value={offered.q} onSearch={offered.setQ} />
          ) : undefined
        }
        onClose={() => {
          setAsking(undefined);
          offered.setQ('');
        }}
      />
    </div>
  );
}

/** What the menu says instead of items, or below them. */
function said(label: string | undefined): MenuItem[] {
  return label ? [{ key: 'said', label, disabled: true, onSelect: () => undefined }] : [];
}

/** Why there are no codes to choose, or not all of them. */
function codesNote(texts: Texts<'contacts'>, { q, codes, more, reading, error }: ReturnType<typeof useCodes>) {
  const t = texts.contacts.filter;
  if (error) return failureWords(texts, asApiError(error).failure).title;
  if (reading) return texts.state.loading;
  if (codes.length === 0) return q.trim() ? t.codeNotFound({ q: q.trim() }) : t.noCodes;
  return more ? t.moreCodes : undefined;
}
