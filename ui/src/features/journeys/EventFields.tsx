import { useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Select } from 'antd';
import { useTexts } from '@/locales/context';
import s from './Inspector.module.css';
import type { EventFilter } from './types';
import { menuQuery, targetsOf } from './use-names';

type Props = {
  appId: string;
  label: string;
  value: EventFilter;
  /** Asks for how long ago it may have been. */
  period?: boolean;
  onChange: (event: EventFilter, about: string) => void;
};

const kinds = ['message', 'tap', 'scan', 'follow', 'option', 'any'] as const;

/** Which of a contact's events is meant, and in a condition not longer ago than some days. */
export function EventFields({ appId, label, value, period, onChange }: Props) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const buttons = targetsOf(useQuery({ ...menuQuery(appId), enabled: value.kind === 'tap' }).data);
  const hint = t.eventText[value.kind];
  return (
    <div className={s.fields} style={{ gap: 8 }}>
      <Select
        aria-label={label}
        value={value.kind}
        options={kinds.map((kind) => ({ value: kind, label: t.events[kind] }))}
        onChange={(kind: EventFilter['kind']) => onChange({ ...value, kind, text: '' }, 'event kind')}
      />
      {hint && value.kind === 'tap' ? (
        <Select
          aria-label={hint}
          allowClear
          {...(value.text && { value: value.text })}
          placeholder={hint}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...buttons].map(([target, name]) => ({ value: target, label: name }))}
          onChange={(text?: string) => onChange({ ...value, text: text ?? '' }, 'event text')}
        />
      ) : hint ? (
        <Input
          aria-label={hint}
          placeholder={hint}
          maxLength={200}
          value={value.text ?? ''}
          onChange={(event) => onChange({ ...value, text: event.target.value }, 'event text')}
        />
      ) : null}
      {period ? (
        <div className={s.row}>
          <span>{t.within}</span>
          <InputNumber
            aria-label={t.within}
            min={1}
            max={90}
            precision={0}
            style={{ width: 84 }}
            value={value.days ?? 7}
            onChange={(days) => days && onChange({ ...value, days }, 'event days')}
          />
          <span>{t.days}</span>
        </div>
      ) : null}
    </div>
  );
}
