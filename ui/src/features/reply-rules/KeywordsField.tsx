import { Button, ConfigProvider, Input } from 'antd';
import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { Segments } from '@/components/Segments';
import { characters } from '@/lib/text-measure';
import { useTexts } from '@/locales/context';
import s from './KeywordsField.module.css';
import type { Keyword } from './queries';
import { maxKeyword, maxKeywords, sameKeyword, split } from './rule-form';

type Props = {
  /** Handed in by the form's field around it. */
  id?: string;
  value?: Keyword[];
  onChange?: (keywords: Keyword[]) => void;
};

/** The keywords of a rule as chips: Enter adds, a list can be pasted, each is compared in whole or in part. */
export function KeywordsField({ id, value = [], onChange }: Props) {
  const { replyRules: texts } = useTexts('replyRules');
  const t = texts.editor;
  const { componentDisabled } = ConfigProvider.useConfig();
  const disabled = Boolean(componentDisabled);
  const input = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [match, setMatch] = useState<Keyword['match']>('contains');
  const [wrong, setWrong] = useState('');

  const add = (text: string) => {
    const words = split(text);
    const added: Keyword[] = [];
    let said = '';
    const left: string[] = [];
    for (const word of words) {
      const keyword: Keyword = { text: word, match };
      if (characters(word) > maxKeyword) {
        said = t.keywordTooLong;
        left.push(word);
      } else if (value.length + added.length >= maxKeywords) {
        said = t.keywordFull;
        left.push(word);
      } else if ([...value, ...added].some((k) => sameKeyword(k, keyword))) {
        said = t.keywordTwice({ keyword: word });
      } else {
        added.push(keyword);
      }
    }
    setWrong(said);
    setTyped(left.join('，'));
    if (added.length > 0) onChange?.([...value, ...added]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter') return;
    // Enter adds the word; it does not send the form.
    event.preventDefault();
    add(typed);
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text');
    if (split(text).length < 2) return;
    event.preventDefault();
    add(typed + text);
  };
  const change = (at: number) => {
    const keyword = value[at];
    if (!keyword) return;
    const other: Keyword = { ...keyword, match: keyword.match === 'exact' ? 'contains' : 'exact' };
    if (value.some((k) => sameKeyword(k, other))) {
      setWrong(t.keywordTwice({ keyword: keyword.text }));
      return;
    }
    onChange?.(value.map((k, i) => (i === at ? other : k)));
  };
  const remove = (at: number) => {
    onChange?.(value.filter((_, i) => i !== at));
    input.current?.querySelector('input')?.focus();
  };
  return (
    <div className={s.field}>
      {value.length > 0 ? (
        <ul className={s.chips} aria-label={t.keywords}>
          {value.map((keyword, i) => (
            <li key={`${keyword.match} ${keyword.text}`} className={s[keyword.match]}>
              <span>{keyword.text}</span>
              <button
                type="button"
                className={s.match}
                disabled={disabled}
                title={texts.match[keyword.match]}
                aria-label={t.keywordSwitch({ keyword: keyword.text, match: texts.match[keyword.match] })}
                onClick={() => change(i)}
              >
                {texts.matchShort[keyword.match]}
              </button>
              <button
                type="button"
                className={s.remove}
                disabled={disabled}
                aria-label={t.keywordRemove({ keyword: keyword.text })}
                onClick={() => remove(i)}
              >
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div ref={input} className={s.add}>
        <Input
          {...(id && { id })}
          value={typed}
          autoComplete="off"
          placeholder={t.keywordPlaceholder}
          status={wrong ? 'error' : ''}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong('');
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => (typed.trim() ? add(typed) : undefined)}
        />
        <Segments
          label={t.keywordMatch}
          options={(['contains', 'exact'] as const).map((way) => ({ value: way, label: texts.match[way] }))}
          value={match}
          onChange={setMatch}
        />
        <Button disabled={disabled || !typed.trim()} onClick={() => add(typed)}>
          {t.keywordAdd}
        </Button>
      </div>
      {wrong ? (
        <p role="alert" className={s.wrong}>
          {wrong}
        </p>
      ) : null}
    </div>
  );
}
