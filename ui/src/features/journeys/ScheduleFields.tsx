import { ConfigProvider, Select } from 'antd';
import { useId } from 'react';
import { useTexts } from '@/locales/context';
import s from './Inspector.module.css';
import { TagField } from './TagField';
import type { TriggerProps } from './TriggerFields';
import type { Trigger } from './types';
import { ClockField, DateField } from './WaitFields';

const repeats = ['now', 'once', 'daily', 'weekly', 'monthly'] as const;

/** When a schedule runs, and whose tag it takes in. */
export function ScheduleFields({ appId, trigger, onChange }: TriggerProps & { appId: string }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  const repeat = trigger.repeat ?? 'once';
  const days = Array.from({ length: 31 }, (_, i) => i + 1);
  return (
    <>
      <label className={s.label} htmlFor={`${id}-repeat`}>
        {t.repeat}
      </label>
      <Select
        id={`${id}-repeat`}
        value={repeat}
        options={repeats.map((value) => ({ value, label: t.repeats[value] }))}
        onChange={(value: NonNullable<Trigger['repeat']>) =>
          onChange({ repeat: value, ...(value !== 'now' && value !== 'once' && { time: trigger.time || '10:00' }) })
        }
      />
      {repeat === 'once' ? <DateField value={trigger.at} onChange={(at) => onChange({ at }, 'at')} /> : null}
      {repeat === 'weekly' ? (
        <Weekdays value={trigger.weekdays ?? []} onChange={(weekdays) => onChange({ weekdays })} />
      ) : null}
      {repeat === 'monthly' ? (
        <>
          <label className={s.label} htmlFor={`${id}-day`}>
            {t.monthDay}
          </label>
          <Select
            id={`${id}-day`}
            {...(trigger.month_day && { value: trigger.month_day })}
            options={days.map((n) => ({ value: n, label: t.dayOf({ n }) }))}
            onChange={(month_day: number) => onChange({ month_day })}
          />
          <p className={s.hint}>{t.monthDayHint}</p>
        </>
      ) : null}
      {repeat !== 'now' && repeat !== 'once' ? (
        <ClockField label={t.at} value={trigger.time ?? ''} onChange={(time) => onChange({ time }, 'time')} />
      ) : null}
      <TagField appId={appId} label={t.who} value={trigger.tag_id} onChange={(tag_id) => onChange({ tag_id })} />
      <p className={s.hint}>{t.whoHint}</p>
    </>
  );
}

function Weekdays({ value, onChange }: { value: number[]; onChange: (days: number[]) => void }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const { componentDisabled } = ConfigProvider.useConfig();
  const week = [1, 2, 3, 4, 5, 6, 7];
  return (
    <>
      <h3 className={s.label}>{t.weekdays}</h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box */}
      <div role="group" aria-label={t.weekdays} className={s.days}>
        {week.map((day) => (
          <button
            key={day}
            type="button"
            aria-pressed={value.includes(day)}
            disabled={Boolean(componentDisabled)}
            onClick={() => onChange(week.filter((d) => (d === day ? !value.includes(d) : value.includes(d))))}
          >
            {t.weekday({ day })}
          </button>
        ))}
      </div>
    </>
  );
}
