import { InputNumber, Select } from 'antd';
import { useId } from 'react';
import { useTexts } from '@/locales/context';
import s from './Inspector.module.css';

type Props = { label: string; value: number; onChange: (seconds: number) => void };

const sizes = { minute: 60, hour: 3600, day: 86_400 } as const;
type Unit = keyof typeof sizes;
const longest = 366 * 86_400;

const unitOf = (seconds: number): Unit =>
  seconds > 0 && seconds % sizes.day === 0 ? 'day' : seconds > 0 && seconds % sizes.hour === 0 ? 'hour' : 'minute';

/** A span of time as a number and its unit. */
export function SpanField({ label, value, onChange }: Props) {
  const { journeys } = useTexts('journeys');
  const { units, unit: unitLabel } = journeys.steps;
  const id = useId();
  const unit = unitOf(value);
  const set = (n: number, of: Unit) => onChange(Math.min(longest, Math.max(1, Math.round(n)) * sizes[of]));
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {label}
      </label>
      <div className={s.row}>
        <InputNumber
          id={id}
          style={{ width: 92 }}
          min={1}
          max={longest / sizes[unit]}
          precision={0}
          value={value / sizes[unit] || 1}
          onChange={(n) => n && set(n, unit)}
        />
        <Select
          className={s.grow ?? ''}
          aria-label={unitLabel}
          value={unit}
          options={(Object.keys(sizes) as Unit[]).map((key) => ({ value: key, label: units[key] }))}
          onChange={(of: Unit) => set(value / sizes[unit] || 1, of)}
        />
      </div>
    </>
  );
}
