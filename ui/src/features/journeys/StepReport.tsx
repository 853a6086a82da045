import { count, percent } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import { numbersOf } from './outline';
import s from './ReportPage.module.css';
import { formerSteps } from './report';
import { sequenceOf } from './sequence';
import { stepIcon } from './step-icons';
import type { Graph, Report, StepFigures } from './types';
import { kindWords, type Names, stepWords } from './words';

type Props = { report: Report; graph: Graph; names: Names };

/** What became of people and messages at each step, with the reasons of what did not arrive. */
export function StepReport({ report, graph, names }: Props) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t } = texts;
  const { main, loose } = sequenceOf(graph);
  const numbers = numbersOf([main, ...loose]);
  const steps = graph.steps.toSorted((a, b) => (numbers.get(a.id) ?? 0) - (numbers.get(b.id) ?? 0));
  const all = [...steps, ...formerSteps(report, graph)];
  const most = Math.max(1, ...report.steps.map(({ entered }) => entered));
  if (all.length === 0) return null;
  return (
    <section className={s.block} aria-label={t.figures.bySteps}>
      <h2>{t.figures.bySteps}</h2>
      <table className={s.steps}>
        <thead>
          <tr>
            <th scope="col">{t.figures.step}</th>
            <th scope="col">{t.figures.reached}</th>
            <th scope="col">{t.figures.here}</th>
            <th scope="col">{t.figures.sent}</th>
            <th scope="col">{t.figures.unsent}</th>
            <th scope="col">{t.figures.dropped}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((step) => {
            const figures = report.steps.find((f) => f.step_id === step.id) ?? none(step.id);
            const Icon = stepIcon(step);
            const number = numbers.get(step.id);
            const messages = figures.sent + figures.unsent;
            return (
              <tr key={step.id}>
                <th scope="row">
                  <span className={s.step}>
                    <b className="num">{number}</b>
                    <Icon size={15} strokeWidth={1.9} aria-hidden="true" />
                    <span>
                      <small>
                        {kindWords(texts, step)}
                        {number === undefined ? ` · ${t.figures.ofVersion({ version: figures.version })}` : null}
                      </small>
                      {stepWords(texts, names, step).title}
                    </span>
                  </span>
                </th>
                <td>
                  <span className={s.bar}>
                    <i style={{ width: `${(figures.entered / most) * 100}%` }} />
                  </span>
                  <b className="num">{count(figures.entered)}</b>
                </td>
                <td className="num">{figures.inside > 0 ? count(figures.inside) : '–'}</td>
                <td className="num">
                  {messages > 0 ? `${count(figures.sent)} · ${percent(figures.sent / messages)}` : '–'}
                </td>
                <td className="num">
                  {figures.unsent > 0 ? count(figures.unsent) : '–'}
                  {Object.entries(figures.reasons)
                    .toSorted(([, a], [, b]) => b - a)
                    .map(([reason, n]) => (
                      <small key={reason}>{t.figures.reason({ reason: t.path.reasons[reason] ?? reason, n })}</small>
                    ))}
                </td>
                <td className="num">{figures.dropped > 0 ? count(figures.dropped) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const none = (step_id: string): StepFigures => ({
  step_id,
  version: 0,
  inside: 0,
  entered: 0,
  passed: 0,
  finished: 0,
  dropped: 0,
  sent: 0,
  unsent: 0,
  unknown: 0,
  reasons: {},
});
