import { ConfigProvider } from 'antd';
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import s from './Inspector.module.css';

type Props<Value extends string> = {
  label: string;
  options: readonly { value: Value; label: string; icon?: LucideIcon; hint?: string }[];
  value: Value | undefined;
  onChange: (value: Value) => void;
};

/** A choice of a few kinds, as tiles in two columns. */
export function Choices<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  const name = useId();
  const { componentDisabled } = ConfigProvider.useConfig();
  return (
    <fieldset className={s.choices} disabled={Boolean(componentDisabled)}>
      <legend className="unseen">{label}</legend>
      {options.map(({ value: one, label: words, icon: Icon, hint }) => (
        <label key={one} className={one === value ? `${s.choice} ${s.chosen}` : s.choice} title={hint}>
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChange(one)} />
          {Icon ? <Icon size={15} strokeWidth={1.75} aria-hidden="true" /> : null}
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
