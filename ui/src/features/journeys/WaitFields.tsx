import { Input, Select } from 'antd';
import { CalendarDays, Clock, Hourglass, MousePointerClick } from 'lucide-react';
import { useId } from 'react';
import { useUndoToast } from '@/components/use-undo-toast';
import { clock, day } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { Choices } from './Choices';
import { EventFields } from './EventFields';
import { waitChanged } from './graph';
import s from './Inspector.module.css';
import { SpanField } from './SpanField';
import type { Step, Wait } from './types';
import type { JourneyEditor } from './use-journey-editor';

type Props = { appId: string; editor: JourneyEditor; step: Step };

/** Until when a step waits. */
export function WaitFields({ appId, editor, step }: Props) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const toast = useUndoToast();
  const wait = step.wait ?? { kind: 'duration' };
  const set = (next: Wait, about?: string) => {
    const had = editor.graph;
    const { graph, gone } = waitChanged(had, step.id, next);
    editor.draw(graph, about && `${step.id} ${about}`);
    if (gone.length > 0) toast({ text: journeys.cutSteps({ n: gone.length }), undo: () => editor.draw(had) });
  };
  return (
    <>
      <h3 className={s.label}>{t.wait}</h3>
      <Choices
        label={t.wait}
        value={wait.kind}
        options={[
          { value: 'duration', label: t.waits.duration, icon: Hourglass },
          { value: 'time_of_day', label: t.waits.time_of_day, icon: Clock },
          { value: 'date', label: t.waits.date, icon: CalendarDays },
          { value: 'event', label: t.waits.event, icon: MousePointerClick },
        ]}
        onChange={(kind) => set(begun({ ...wait, kind }))}
      />
      {wait.kind === 'duration' ? (
        <>
          <SpanField
            label={t.howLong}
            value={wait.seconds ?? 0}
            onChange={(seconds) => set({ ...wait, seconds }, 'span')}
          />
          <Afterwards value={wait.at ?? ''} onChange={(at) => set({ ...wait, at }, 'at')} />
        </>
      ) : null}
      {wait.kind === 'time_of_day' ? (
        <>
          <ClockField label={t.clock} value={wait.at ?? ''} onChange={(at) => set({ ...wait, at }, 'at')} />
          <p className={s.hint}>{t.nextTime}</p>
        </>
      ) : null}
      {wait.kind === 'date' ? (
        <>
          <DateField value={wait.date} onChange={(date) => set({ ...wait, date }, 'date')} />
          <p className={s.hint}>{t.lateGoesOn}</p>
        </>
      ) : null}
      {wait.kind === 'event' ? (
        <>
          <h3 className={s.label}>{t.event}</h3>
          <EventFields
            appId={appId}
            label={t.event}
            value={wait.event ?? { kind: 'message' }}
            onChange={(event, about) => set({ ...wait, event }, about)}
          />
          <SpanField
            label={t.deadline}
            value={wait.deadline_seconds ?? 0}
            onChange={(deadline_seconds) => set({ ...wait, deadline_seconds }, 'deadline')}
          />
        </>
      ) : null}
    </>
  );
}

/** A wait with what its kind needs, where that can be guessed. */
function begun(wait: Wait): Wait {
  switch (wait.kind) {
    case 'duration':
      return { seconds: 86_400, ...wait };
    case 'time_of_day':
      return { ...wait, at: wait.at || '20:00' };
    case 'date':
      return wait;
    case 'event':
      return { event: { kind: 'message' }, deadline_seconds: 86_400, ...wait };
  }
}

function Afterwards({ value, onChange }: { value: string; onChange: (at: string) => void }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {t.afterwards}
      </label>
      <div className={s.row}>
        <Select
          id={id}
          className={s.grow ?? ''}
          value={value ? 'at' : ''}
          options={[
            { value: '', label: t.goOn },
            { value: 'at', label: t.goOnAt },
          ]}
          onChange={(kind: string) => onChange(kind ? '20:00' : '')}
        />
        {value ? <ClockInput label={t.clock} value={value} onChange={onChange} /> : null}
      </div>
    </>
  );
}

type ClockProps = { label: string; value: string; onChange: (at: string) => void };

export function ClockField({ label, value, onChange }: ClockProps) {
  const id = useId();
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {label}
      </label>
      <ClockInput id={id} value={value} onChange={onChange} />
    </>
  );
}

type ClockInputProps = { id?: string; label?: string; value: string; onChange: (at: string) => void };

/** A time of day, 15:04 in Beijing. */
export function ClockInput({ id, label, value, onChange }: ClockInputProps) {
  return (
    <Input
      type="time"
      style={{ width: 116 }}
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      value={value}
      onChange={(event) => event.target.value && onChange(event.target.value)}
    />
  );
}

/** A day and a time of it in Beijing. */
export function DateField({ value, onChange }: { value: string | undefined; onChange: (at: string) => void }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  const set = (date: string, time: string) => date && onChange(new Date(`${date}T${time}:00+08:00`).toISOString());
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {t.day}
      </label>
      <div className={s.row}>
        <Input
          id={id}
          type="date"
          className={s.grow ?? ''}
          value={value ? day(value) : ''}
          onChange={(event) => set(event.target.value, value ? clock(value) : '10:00')}
        />
        <ClockInput
          label={t.clock}
          value={value ? clock(value) : ''}
          onChange={(time) => set(value ? day(value) : day(Date.now()), time)}
        />
      </div>
    </>
  );
}
