import { stepOf } from './graph';
import type { Graph, Report, Step } from './types';

/** The steps of a report that what is being edited does not have: other versions do. */
export const formerSteps = (report: Report, graph: Graph): Step[] =>
  report.steps.flatMap(({ step_id, step }) => (step && !stepOf(graph, step_id) ? [step] : []));
