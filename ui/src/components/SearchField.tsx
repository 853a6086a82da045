import { Search, X } from 'lucide-react';
import { type CompositionEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useKeys } from '@/lib/keyboard';
import { useTexts } from '@/locales/context';
import s from './SearchField.module.css';

type Props = {
  /** The search in force, e.g. from the URL. */
  value: string;
  /** Called 250 ms after the last key; never while a Chinese word is being composed. */
  onSearch: (text: string) => void;
  label: string;
  placeholder: string;
  /** `/` on the page moves the focus here. */
  slash?: boolean | undefined;
  autoFocus?: boolean | undefined;
  onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined;
};

/** A search that answers as one types. Enter searches at once, Esc clears. */
export function SearchField({ value, onSearch, label, placeholder, slash, autoFocus, onKeyDown }: Props) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  const known = useRef(value);

  // The URL changed by other means (back, "clear the search"): the field follows.
  useEffect(() => {
    if (value !== known.current) setTyped(value);
    known.current = value;
  }, [value]);

  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  });
  useEffect(() => {
    if (composing || typed === known.current) return;
    const timer = setTimeout(() => {
      known.current = typed;
      search.current(typed);
    }, 250);
    return () => clearTimeout(timer);
  }, [typed, composing]);

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);
  useKeys(
    {
      '/': () => {
        input.current?.focus();
        input.current?.select();
      },
    },
    Boolean(slash),
  );

  const now = (text: string) => {
    setTyped(text);
    known.current = text;
    onSearch(text);
  };
  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    onKeyDown?.(event);
    if (event.defaultPrevented) return;
    if (event.key === 'Enter') now(typed);
    if (event.key === 'Escape' && typed) {
      event.preventDefault();
      event.stopPropagation();
      now('');
    }
  };
  return (
    <search className={s.field}>
      <Search size={15} aria-hidden="true" />
      <input
        ref={input}
        type="text"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={(event: CompositionEvent<HTMLInputElement>) => {
          setComposing(false);
          setTyped(event.currentTarget.value);
        }}
        onKeyDown={handleKey}
      />
      {typed ? (
        <button
          type="button"
          aria-label={t.actions.clearSearch}
          onClick={() => {
            now('');
            input.current?.focus();
          }}
        >
          <X size={14} aria-hidden="true" />
        </button>
      ) : slash ? (
        <kbd>/</kbd>
      ) : null}
    </search>
  );
}
