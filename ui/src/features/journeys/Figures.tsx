import { count } from '@/lib/numbers';
import type { Texts } from '@/locales/texts';
import s from './Inspector.module.css';
import type { Report, Step } from './types';

type Props = { texts: Texts<'journeys'>; step: Step; report: Report };

/** How many of a step: who is there, who went on, who left; of one that sends, what arrived. */
export function Figures({ texts, step, report }: Props) {
  const { inspector: t } = texts.journeys;
  const found = report.steps.find((figures) => figures.step_id === step.id);
  if (!found) return null;
  const figures =
    step.kind === 'send'
      ? [
          [t.sent, found.sent],
          [t.unsent, found.unsent],
          [t.dropped, found.dropped],
        ]
      : [
          [step.kind === 'wait' ? t.waiting : t.inside, found.inside],
          [t.passed, found.passed],
          [t.dropped, found.dropped],
        ];
  return (
    <section className={s.counted} aria-label={t.since({ n: 30 })}>
      <dl className={s.figures}>
        {figures.map(([label, n]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="figures">{count(Number(n))}</dd>
          </div>
        ))}
      </dl>
      <p className={s.since}>{t.since({ n: 30 })}</p>
    </section>
  );
}
