import { Check } from 'lucide-react';
import { useTexts } from '@/locales/context';
import s from './Coach.module.css';

type Props = {
  /** `open` is one that was passed without being done. */
  steps: readonly { key: string; name: string; open?: boolean | undefined }[];
  current: string;
  /** Goes back to a step that was passed; undefined where one cannot. */
  onGo?: ((key: string) => void) | undefined;
};

/** The steps of a wizard: those passed can be gone back to, and those done have a tick. */
export function Coach({ steps, current, onGo }: Props) {
  const t = useTexts();
  const at = steps.findIndex((step) => step.key === current);
  return (
    <ol className={s.steps} aria-label={t.steps.label}>
      {steps.map((step, i) => {
        const passed = i < at;
        const done = passed && !step.open;
        const inside = (
          <>
            <b className="num" aria-hidden={done || undefined}>
              {done ? <Check size={14} strokeWidth={2.5} aria-hidden="true" /> : i + 1}
            </b>
            <span>{step.name}</span>
            {passed ? <span className="unseen">{done ? t.steps.done : t.steps.open}</span> : null}
          </>
        );
        return (
          <li
            key={step.key}
            className={done ? s.done : i === at ? s.on : passed ? s.open : ''}
            aria-current={i === at ? 'step' : undefined}
          >
            {passed && onGo ? (
              <button type="button" onClick={() => onGo(step.key)}>
                {inside}
              </button>
            ) : (
              <div>{inside}</div>
            )}
          </li>
        );
      })}
    </ol>
  );
}
