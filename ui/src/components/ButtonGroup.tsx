import type { LucideIcon } from 'lucide-react';
import s from './ButtonGroup.module.css';

type Props<Value> = {
  /** The accessible name of the choice. */
  label: string;
  options: readonly { value: Value; label: string; icon?: LucideIcon | undefined }[];
  value: Value;
  onChange: (value: Value) => void;
};

/** Buttons side by side, of which the one that holds is pressed: a quick filter, or how a thing is looked at. */
export function ButtonGroup<Value>({ label, options, value, onChange }: Props<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box
    <div role="group" aria-label={label} className={s.group}>
      {options.map(({ value: option, label: words, icon: Icon }) => (
        <button
          key={words}
          type="button"
          aria-pressed={option === value}
          title={Icon ? words : undefined}
          onClick={() => onChange(option)}
        >
          {Icon ? <Icon size={15} strokeWidth={1.75} aria-hidden="true" /> : null}
          <span>{words}</span>
        </button>
      ))}
    </div>
  );
}
