import { Check } from 'lucide-react';
import { useTexts } from '@/locales/context';
import s from './Coach.module.css';

type Props = {
  steps: readonly { key: string; name: string }[];
  current: string;
  /** Goes back to a step that is done; undefined where one cannot. */
  onGo?: ((key: string) => void) | undefined;
};

/** The steps of a wizard: those done can be gone back to. */
export function Coach({ steps, current, onGo }: Props) {
  const t = useTexts();
  const at = steps.findIndex((step) => step.key === current);
  return (
    <ol className={s.steps} aria-label={t.steps.label}>
      {steps.map((step, i) => {
        const done = i < at;
        const inside = (
          <>
            <b className="num" aria-hidden={done || undefined}>
              {done ? <Check size={14} strokeWidth={2.5} aria-hidden="true" /> : i + 1}
            </b>
            <span>{step.name}</span>
          </>
        );
        return (
          <li
            key={step.key}
            className={done ? s.done : i === at ? s.on : ''}
            aria-current={i === at ? 'step' : undefined}
          >
            {done && onGo ? (
              <button type="button" aria-label={t.steps.done({ name: step.name })} onClick={() => onGo(step.key)}>
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
