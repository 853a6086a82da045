import type { Texts } from '@/locales/texts';
import type { Report, Step } from './types';

/** What the head of a card counts: who entered, was sent to, waits, or is done; nothing where that is unknown. */
export function statWords(
  { journeys: { steps: t } }: Texts<'journeys'>,
  step: Step | undefined,
  report: Report | undefined,
): string {
  if (!report) return '';
  if (!step) return report.entered > 0 ? t.counts.entered({ n: report.entered }) : '';
  const figures = report.steps.find((f) => f.step_id === step.id);
  if (!figures) return '';
  const { inside, entered, passed, finished, sent } = figures;
  switch (step.kind) {
    case 'send':
      return sent > 0 ? t.counts.sent({ n: sent }) : '';
    case 'wait':
      return inside > 0 ? t.counts.waiting({ n: inside }) : passed > 0 ? t.counts.passed({ n: passed }) : '';
    case 'end':
      return finished > 0 ? t.counts.ended({ n: finished }) : '';
    default:
      return entered > 0 ? t.counts.passed({ n: entered }) : '';
  }
}
