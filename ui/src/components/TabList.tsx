import type { KeyboardEvent } from 'react';
import { count } from '@/lib/numbers';
import s from './TabList.module.css';

type Props<Key extends string> = {
  /** Begins the ids: `messages-unsent` is a tab, `messages-panel` is the element with the role `tabpanel`. */
  id: string;
  label: string;
  value: Key;
  /** A count that is not known yet is null; a tab without one has undefined. */
  tabs: readonly { key: Key; label: string; count?: number | null | undefined }[];
  onChange: (key: Key) => void;
};

/** The parts of a page as tabs below its head, with how many each holds where that is known. */
export function TabList<Key extends string>({ id, label, value, tabs, onChange }: Props<Key>) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const now = tabs.findIndex((tab) => tab.key === value);
    const next = tabs[(now + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <div className={s.tabs} role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          id={`${id}-${tab.key}`}
          type="button"
          role="tab"
          aria-selected={tab.key === value}
          aria-controls={tab.key === value ? `${id}-panel` : undefined}
          tabIndex={tab.key === value ? 0 : -1}
          className={tab.key === value ? `${s.tab} ${s.on}` : s.tab}
          onKeyDown={onKeyDown}
          onClick={() => onChange(tab.key)}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="num">{tab.count === null ? '…' : count(tab.count)}</span>}
        </button>
      ))}
    </div>
  );
}
