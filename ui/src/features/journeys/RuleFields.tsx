import { Checkbox, InputNumber, Select } from 'antd';
import { useId } from 'react';
import { useTexts } from '@/locales/context';
import s from './Inspector.module.css';
import type { Graph, QuietHours, Reentry } from './types';
import type { JourneyEditor } from './use-journey-editor';
import { ClockInput } from './WaitFields';

// biome-ignore lint/suspicious/noThenProperty: the API's name, of a text
const atNight: QuietHours = { from: '22:00', until: '08:00', then: 'later' };

/** The rules of the whole journey: who may enter again, how much one gets a day, when nothing is sent. */
export function RuleFields({ editor }: { editor: JourneyEditor }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  const { graph } = editor;
  const { reentry, daily_cap, quiet } = graph;
  const set = (values: Partial<Graph>, about?: string) =>
    editor.draw({ ...graph, ...values }, about && `rules ${about}`);
  return (
    <section className={s.fields} aria-label={t.rules}>
      <h2 className={s.section}>{t.rules}</h2>
      <label className={s.label} htmlFor={`${id}-reentry`}>
        {t.reentry}
      </label>
      <Select
        id={`${id}-reentry`}
        value={reentry.kind}
        options={(['never', 'after', 'always'] as const).map((value) => ({ value, label: t.reentries[value] }))}
        onChange={(kind: Reentry['kind']) =>
          set({ reentry: { kind, ...(kind === 'after' && { days: reentry.days || 30 }) } })
        }
      />
      {reentry.kind === 'after' ? (
        <div className={s.row} style={{ marginTop: 8 }}>
          <span>{t.reentryDays}</span>
          <InputNumber
            aria-label={t.reentryDays}
            min={1}
            max={365}
            precision={0}
            style={{ width: 84 }}
            value={reentry.days ?? 1}
            onChange={(days) => days && set({ reentry: { kind: 'after', days } }, 'days')}
          />
          <span>{t.days}</span>
        </div>
      ) : null}
      <label className={s.label} htmlFor={`${id}-cap`}>
        {t.cap}
      </label>
      <div className={s.row}>
        <InputNumber
          id={`${id}-cap`}
          min={1}
          max={100}
          precision={0}
          style={{ width: 104 }}
          placeholder={t.capNone}
          value={daily_cap || null}
          onChange={(n) => set({ daily_cap: n ?? 0 }, 'cap')}
        />
        <span>{t.messages}</span>
      </div>
      <h3 className={s.label}>{t.quiet}</h3>
      <Checkbox checked={quiet !== null} onChange={(event) => set({ quiet: event.target.checked ? atNight : null })}>
        {t.quietOn}
      </Checkbox>
      {quiet ? <Quiet value={quiet} onChange={(next, about) => set({ quiet: next }, about)} /> : null}
    </section>
  );
}

function Quiet({ value, onChange }: { value: QuietHours; onChange: (quiet: QuietHours, about: string) => void }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  return (
    <>
      <div className={s.row} style={{ marginTop: 8 }}>
        <span>{t.quietFrom}</span>
        <ClockInput label={t.quietFrom} value={value.from} onChange={(from) => onChange({ ...value, from }, 'from')} />
        <span>{t.quietUntil}</span>
        <ClockInput
          label={t.quietUntil}
          value={value.until}
          onChange={(until) => onChange({ ...value, until }, 'until')}
        />
      </div>
      <Select
        style={{ marginTop: 8 }}
        aria-label={t.quietThen}
        value={value.then}
        options={(['later', 'drop'] as const).map((then) => ({ value: then, label: t.quietThens[then] }))}
        onChange={(then: QuietHours['then']) => onChange({ ...value, then }, 'then')}
      />
      <p className={s.hint}>{t.quietNote}</p>
    </>
  );
}
