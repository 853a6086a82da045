import { ChevronDown } from 'lucide-react';
import { useState } from 'react';

import s from './FilterButton.module.css';
import { Menu } from './Menu';

type Option<Value extends string> = { value: Value; label: string };

type Props<Value extends string> = {
  label: string;
  /** What the button says while nothing is filtered. */
  all: string;
  value: Value | undefined;
  options: readonly Option<Value>[];
  onChange: (value: Value | undefined) => void;
};

/** A filter of a few choices. Plain HTML with the shared menu: a select of antd would weigh more than the page's list. */
export function FilterButton<Value extends string>({ label, all, value, options, onChange }: Props<Value>) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const chosen = options.find((option) => option.value === value);
  return (
    <>
      <button
        type="button"
        className={chosen ? `${s.filter} ${s.on}` : s.filter}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
      >
        {chosen ? chosen.label : label}
        <ChevronDown size={15} aria-hidden="true" />
      </button>
      <Menu
        label={label}
        anchor={anchor}
        onClose={() => setAnchor(null)}
        items={[
          { key: '', label: all, checked: !chosen, onSelect: () => onChange(undefined) },
          ...options.map((option) => ({
            key: option.value,
            label: option.label,
            checked: option.value === value,
            onSelect: () => onChange(option.value),
          })),
        ]}
      />
    </>
  );
}
