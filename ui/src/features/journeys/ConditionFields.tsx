import { Input, Select } from 'antd';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import { EventFields } from './EventFields';
import s from './Inspector.module.css';
import { TagsField } from './TagField';
import type { Condition } from './types';
import { numeric } from './words';

type Props = { appId: string; value: Condition; onChange: (when: Condition, about?: string) => void };

const kinds = ['tag', 'attribute', 'event'] as const;
const attributes = ['followed', 'follow_scene', 'followed_by', 'remark', 'messages', 'followed_days'] as const;

/** What must hold for an exit to be taken: a tag, something of the contact, something that happened. */
export function ConditionFields({ appId, value, onChange }: Props) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  return (
    <>
      <Segments
        label={t.conditionKind}
        value={value.kind}
        options={kinds.map((kind) => ({ value: kind, label: t.conditionKinds[kind] }))}
        onChange={(kind) => onChange(begun({ ...value, kind }))}
      />
      <Select
        aria-label={t.holds}
        value={value.not ? 1 : 0}
        options={t.has[value.kind].map((label, i) => ({ value: i, label }))}
        onChange={(not: number) => onChange({ ...value, not: not === 1 })}
      />
      {value.kind === 'tag' ? (
        <TagsField
          appId={appId}
          label={t.tag}
          value={value.tag_ids ?? []}
          onChange={(tag_ids) => onChange({ ...value, tag_ids })}
        />
      ) : null}
      {value.kind === 'event' ? (
        <EventFields
          appId={appId}
          label={t.events.any}
          value={value.event ?? { kind: 'message', days: 7 }}
          period
          onChange={(event, about) => onChange({ ...value, event }, about)}
        />
      ) : null}
      {value.kind === 'attribute' ? <AttributeFields value={value} onChange={onChange} /> : null}
    </>
  );
}

function AttributeFields({ value, onChange }: Omit<Props, 'appId'>) {
  const { journeys, contacts } = useTexts('journeys', 'contacts');
  const t = journeys.steps;
  const { attribute } = value;
  const ops = numeric(attribute) ? (['at_least', 'at_most', 'is'] as const) : (['is', 'contains'] as const);
  const set = (values: Partial<Condition>, about?: string) => onChange({ ...value, ...values }, about);
  return (
    <>
      <Select
        aria-label={t.attribute}
        placeholder={t.attribute}
        {...(attribute && { value: attribute })}
        options={attributes.map((key) => ({ value: key, label: t.attributes[key] }))}
        onChange={(key: NonNullable<Condition['attribute']>) =>
          set({ attribute: key, op: numeric(key) ? 'at_least' : 'is', value: key === 'followed' ? '' : '' })
        }
      />
      {attribute && attribute !== 'followed' ? (
        <div className={s.row}>
          <Select
            aria-label={t.op}
            style={{ width: 88, flex: 'none' }}
            value={value.op ?? ops[0]}
            options={ops.map((op) => ({ value: op, label: t.ops[op] }))}
            onChange={(op: NonNullable<Condition['op']>) => set({ op })}
          />
          {attribute === 'follow_scene' ? (
            <Select
              className={s.grow ?? ''}
              aria-label={t.value}
              {...(value.value && { value: value.value })}
              options={Object.entries(contacts.sources).map(([scene, label]) => ({ value: scene, label }))}
              onChange={(scene: string) => set({ value: scene })}
            />
          ) : (
            <Input
              className={s.grow ?? ''}
              aria-label={t.value}
              placeholder={t.value}
              {...(numeric(attribute) && { inputMode: 'numeric' as const })}
              maxLength={200}
              value={value.value ?? ''}
              onChange={(event) => set({ value: event.target.value }, 'value')}
            />
          )}
        </div>
      ) : null}
    </>
  );
}

function begun(value: Condition): Condition {
  if (value.kind === 'event') return { ...value, event: value.event ?? { kind: 'message', days: 7 } };
  return value.kind === 'attribute' ? { attribute: 'followed', op: 'is', ...value } : value;
}
