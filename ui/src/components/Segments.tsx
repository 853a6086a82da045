import { ConfigProvider } from 'antd';
import { useId } from 'react';
import s from './Segments.module.css';

type Props<Value extends string> = {
  /** The accessible name of the choice. */
  label: string;
  options: readonly { value: Value; label: string; hint?: string | undefined }[];
  /** Handed in by the form's field around it, as is `onChange`. */
  id?: string;
  value?: Value;
  onChange?: (value: Value) => void;
};

/** A choice of a few, side by side. It follows the form it stands in when that is disabled. */
export function Segments<Value extends string>({ label, options, id, value, onChange }: Props<Value>) {
  const name = useId();
  const { componentDisabled } = ConfigProvider.useConfig();
  return (
    <div id={id} role="radiogroup" aria-label={label} className={s.segments}>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? `${s.segment} ${s.on}` : s.segment}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={Boolean(componentDisabled)}
            onChange={() => onChange?.(option.value)}
          />
          <span>
            {option.label}
            {option.hint ? <small>{option.hint}</small> : null}
          </span>
        </label>
      ))}
    </div>
  );
}
