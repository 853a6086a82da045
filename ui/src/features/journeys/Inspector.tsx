import { Button, ConfigProvider, Input } from 'antd';
import { Copy, CornerUpRight, Trash2, X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { RowAction } from '@/components/RowAction';
import { ReplyEditor } from '@/components/reply-editor/ReplyEditor';
import { useTexts } from '@/locales/context';
import { BranchFields } from './BranchFields';
import { NextField } from './ExitFields';
import { Figures } from './Figures';
import { stepOf, withStep } from './graph';
import s from './Inspector.module.css';
import { closedBy, type ReachWords, reachWords, type Told } from './problems';
import { RuleFields } from './RuleFields';
import { TagField } from './TagField';
import { TriggerFields } from './TriggerFields';
import type { Journey, Report, Step } from './types';
import type { JourneyEditor } from './use-journey-editor';
import type { Steps } from './use-steps';
import { WaitFields } from './WaitFields';
import { WebhookFields } from './WebhookFields';
import { kindWords, type Names, stepWords } from './words';

type Props = {
  appId: string;
  journey: Journey;
  editor: JourneyEditor;
  steps: Steps;
  names: Names;
  /** The step, or `start`. */
  id: string;
  report: Report | undefined;
  problems: readonly Told[];
  disabled: boolean;
  onSelect: (id: string | undefined) => void;
};

/** The settings of the chosen step, or of how the journey begins. Esc closes it; the focus goes back to the step. */
export function Inspector(props: Props) {
  const { appId, journey, editor, steps, names, id, report, problems, disabled, onSelect } = props;
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t } = texts;
  const box = useRef<HTMLElement>(null);
  const step = stepOf(editor.graph, id);
  // Whoever opened it from the list by keys goes on in it.
  useEffect(() => {
    const from = document.activeElement;
    if (from instanceof HTMLElement && from.dataset.step === id && from.matches(':focus-visible')) {
      box.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, [tabindex="0"]')?.focus();
    }
  }, [id]);
  const close = () => {
    onSelect(undefined);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-step="${id}"], [data-id="${id}"]`)?.focus());
  };
  return (
    <ConfigProvider componentDisabled={disabled}>
      <aside
        ref={box}
        className={s.inspector}
        aria-label={t.inspector.label}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.defaultPrevented) return;
          event.stopPropagation();
          close();
        }}
      >
        <header className={s.top}>
          <h2>{step ? kindWords(texts, step) : t.steps.trigger}</h2>
          {step && !disabled ? (
            <>
              <RowAction
                icon={CornerUpRight}
                label={t.moveStep}
                title={t.moveStep}
                onClick={() => steps.pick(step.id)}
              />
              {step.exits.length > 0 ? (
                <RowAction icon={Copy} label={t.copyStep} title={t.copyStep} onClick={() => steps.copy(step.id)} />
              ) : null}
              <RowAction
                icon={Trash2}
                label={t.removeStep}
                title={`${t.removeStep} Delete`}
                onClick={() => steps.remove(step.id)}
              />
            </>
          ) : null}
          <Button
            type="text"
            size="small"
            disabled={false}
            aria-label={t.inspector.close}
            icon={<X size={16} aria-hidden="true" />}
            onClick={close}
          />
        </header>
        {problems.length > 0 ? (
          <ul className={s.problems}>
            {problems.map((problem) => (
              <li key={`${problem.code} ${problem.exit_id ?? ''}`}>
                <b>{problem.what}</b>
                {problem.cure}
              </li>
            ))}
          </ul>
        ) : null}
        {step ? (
          <StepFields {...{ appId, journey, editor, steps, names, disabled, step }} />
        ) : (
          <>
            <TriggerFields appId={appId} journey={journey} editor={editor} names={names} />
            <RuleFields editor={editor} />
          </>
        )}
        {step && report ? <Figures texts={texts} step={step} report={report} /> : null}
      </aside>
    </ConfigProvider>
  );
}

type StepProps = Pick<Props, 'appId' | 'journey' | 'editor' | 'steps' | 'names' | 'disabled'> & { step: Step };

/** What there is to set of a step, by its kind. */
function StepFields({ appId, journey, editor, steps, names, disabled, step }: StepProps) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t } = texts;
  const nameId = useId();
  const { graph } = editor;
  const set = (values: Partial<Step>, about?: string) =>
    editor.draw(
      withStep(graph, step.id, (was) => ({ ...was, ...values })),
      about && `${step.id} ${about}`,
    );
  const reach = journey.reach.find((r) => r.step_id === step.id);
  const closing = step.kind === 'wait' ? closedBy(journey.reach, step.id) : undefined;
  return (
    <div className={s.fields}>
      {step.kind === 'end' ? <p className={s.hint}>{t.steps.endText}</p> : null}
      {step.kind === 'end' ? null : (
        <>
          <label className={s.label} htmlFor={nameId}>
            {t.inspector.name}
          </label>
          <Input
            id={nameId}
            value={step.name ?? ''}
            maxLength={60}
            placeholder={stepWords(texts, names, { ...step, name: '' }).title}
            onChange={(event) => set({ name: event.target.value }, 'name')}
          />
        </>
      )}
      {step.kind === 'send' ? (
        <>
          <h3 className={s.label}>{t.steps.content}</h3>
          <ReplyEditor
            appId={appId}
            use="journey"
            value={step.reply ?? { kind: 'material' }}
            disabled={disabled}
            onChange={(reply) => set({ reply }, `reply ${reply.kind}`)}
          />
          {reach ? <ReachBox words={reachWords(texts, names, graph, reach)} /> : null}
        </>
      ) : null}
      {step.kind === 'tag' || step.kind === 'untag' ? (
        <TagField appId={appId} label={t.steps.tag} value={step.tag_id} onChange={(tag_id) => set({ tag_id })} />
      ) : null}
      {step.kind === 'webhook' ? (
        <WebhookFields value={step.webhook ?? { url: '' }} onChange={(webhook, about) => set({ webhook }, about)} />
      ) : null}
      {step.kind === 'wait' ? <WaitFields appId={appId} editor={editor} step={step} /> : null}
      {closing ? <ReachBox words={reachWords(texts, names, graph, closing)} /> : null}
      {step.kind === 'branch' ? <BranchFields appId={appId} editor={editor} names={names} step={step} /> : null}
      {step.exits.map((exit) => (
        <NextField key={exit.id} editor={editor} steps={steps} names={names} step={step} exit={exit} />
      ))}
    </div>
  );
}

/** 可送达吗: whether what is sent arrives, and why. */
function ReachBox({ words: { level, title, text } }: { words: ReachWords }) {
  return (
    <p className={`${s.reach} ${s[level]}`}>
      <b>{title}</b>
      {text}
    </p>
  );
}
