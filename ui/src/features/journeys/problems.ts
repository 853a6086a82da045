import { stepOf } from './graph';
import type { Graph, GraphProblem, StepReach } from './types';
import { exitWords, type JourneyTexts, type Names, stepName, stepWords } from './words';

/** A problem in words: where, what, and how to mend it. */
export type Told = GraphProblem & { where: string; what: string; cure: string };

/** The problems of a draft, what keeps it from starting first. */
export function tell(t: JourneyTexts, names: Names, graph: Graph, problems: readonly GraphProblem[]): Told[] {
  return problems
    .map((problem) => ({ ...problem, where: whereOf(t, names, graph, problem), ...words(t, problem) }))
    .toSorted((a, b) => Number(Boolean(a.warning)) - Number(Boolean(b.warning)));
}

function words({ journeys: { steps: t } }: JourneyTexts, { code, params = {} }: GraphProblem) {
  return t.problems[code]?.(params) ?? t.problemOther({ code });
}

function whereOf(t: JourneyTexts, names: Names, graph: Graph, { step_id, exit_id }: GraphProblem): string {
  const step = stepOf(graph, step_id);
  if (!step) return t.journeys.startNode;
  const { title } = stepWords(t, names, step);
  const exit = step.exits.find((e) => e.id === exit_id);
  return exit ? `${title} · ${exitWords(t, names, step, exit)}` : title;
}

/** Whether a step's message arrives, in words. */
export type ReachWords = { level: StepReach['level']; title: string; text: string };

export function reachWords(t: JourneyTexts, names: Names, graph: Graph, reach: StepReach): ReachWords {
  const { steps } = t.journeys;
  const short = steps.reachShort[reach.reason];
  const closing = stepOf(graph, reach.closed_by);
  const title =
    closing?.wait?.kind === 'duration' && closing.wait.seconds
      ? steps.waitCloses({ seconds: closing.wait.seconds })
      : closing
        ? steps.waitClosesBy({ name: stepName(t, names, graph.steps, closing.id) })
        : `${steps.levels[reach.level]}${short ? ` · ${short}` : ''}`;
  const text = steps.reachLong[reach.reason]?.({
    window: reach.window ? steps.windows[reach.window] : '',
    seconds: reach.seconds,
    limit: reach.limit,
    place: reach.place,
  });
  return { level: reach.level, title, text: text ?? '' };
}

/** The steps that send behind a wait that may close their window. */
export function closedBy(reach: readonly StepReach[], id: string): StepReach | undefined {
  return reach.find((r) => r.closed_by === id && r.level !== 'sure');
}
