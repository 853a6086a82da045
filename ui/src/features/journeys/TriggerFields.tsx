import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Select } from 'antd';
import { useId } from 'react';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import { Choices } from './Choices';
import s from './Inspector.module.css';
import { ScanFields } from './ScanFields';
import { ScheduleFields } from './ScheduleFields';
import { triggerIcon } from './step-icons';
import type { Journey, Trigger, TriggerKind } from './types';
import type { JourneyEditor } from './use-journey-editor';
import { menuQuery, targetsOf } from './use-names';
import type { Names } from './words';

type Props = { appId: string; journey: Journey; editor: JourneyEditor; names: Names };

const kinds: readonly TriggerKind[] = ['scan', 'follow', 'message', 'tap', 'schedule', 'unfollow', 'api'];

/** What begins a journey. */
export function TriggerFields({ appId, journey, editor, names }: Props) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const { trigger } = editor.graph;
  const set = (values: Partial<Trigger>, about?: string) =>
    editor.draw({ ...editor.graph, trigger: { ...trigger, ...values } }, about && `trigger ${about}`);
  return (
    <div className={s.fields}>
      <div style={{ height: 8 }} />
      <Choices
        label={t.trigger}
        value={trigger.kind}
        options={kinds.map((kind) => ({
          value: kind,
          label: t.triggers[kind],
          icon: triggerIcon({ kind }),
          hint: t.triggerHints[kind],
        }))}
        onChange={(kind) => set({ kind, ...(kind === 'schedule' && !trigger.repeat && { repeat: 'once' as const }) })}
      />
      {trigger.kind ? <p className={s.hint}>{t.triggerHints[trigger.kind]}</p> : null}
      {trigger.kind === 'scan' ? <ScanFields appId={appId} trigger={trigger} names={names} onChange={set} /> : null}
      {trigger.kind === 'message' ? <MessageFields trigger={trigger} onChange={set} /> : null}
      {trigger.kind === 'tap' ? <TapFields appId={appId} trigger={trigger} onChange={set} /> : null}
      {trigger.kind === 'schedule' ? <ScheduleFields appId={appId} trigger={trigger} onChange={set} /> : null}
      {trigger.kind === 'api' ? (
        <>
          <p className={s.hint}>{t.apiHint}</p>
          <code
            className={s.code}
          >{`POST ${location.origin}/api/v1/accounts/${appId}/journeys/${journey.id}/enroll`}</code>
        </>
      ) : null}
    </div>
  );
}

export type TriggerProps = { trigger: Trigger; onChange: (values: Partial<Trigger>, about?: string) => void };

function MessageFields({ trigger, onChange }: TriggerProps) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {t.text}
      </label>
      <Input
        id={id}
        value={trigger.text ?? ''}
        maxLength={200}
        placeholder={t.textHint}
        onChange={(event) => onChange({ text: event.target.value }, 'text')}
      />
      {trigger.text ? (
        <>
          <h3 className={s.label}>{t.match}</h3>
          <Segments
            label={t.match}
            value={trigger.match ?? 'equals'}
            options={[
              { value: 'equals', label: t.matches.equals },
              { value: 'contains', label: t.matches.contains },
            ]}
            onChange={(match) => onChange({ match })}
          />
          <Checkbox
            style={{ marginTop: 10 }}
            checked={trigger.ignore_case ?? false}
            onChange={(event) => onChange({ ignore_case: event.target.checked })}
          >
            {t.ignoreCase}
          </Checkbox>
        </>
      ) : null}
    </>
  );
}

function TapFields({ appId, trigger, onChange }: TriggerProps & { appId: string }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  const menu = useQuery(menuQuery(appId));
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {t.buttons}
      </label>
      <Select
        id={id}
        mode="multiple"
        loading={menu.isPending}
        value={trigger.targets ?? []}
        placeholder={t.anyButton}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...targetsOf(menu.data)].map(([target, name]) => ({ value: target, label: name }))}
        onChange={(targets: string[]) => onChange({ targets })}
      />
      <p className={s.hint}>{t.buttonsHint}</p>
    </>
  );
}
