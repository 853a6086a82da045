import type { components } from '@/api/schema.gen';

type Schemas = components['schemas'];
export type Condition = Schemas['Condition'];
export type EventFilter = Schemas['EventFilter'];
export type Exit = Schemas['Exit'];
export type Graph = Schemas['Graph'];
export type GraphProblem = Schemas['GraphProblem'];
export type Journey = Schemas['Journey'];
export type QuietHours = Schemas['QuietHours'];
export type Reentry = Schemas['Reentry'];
export type Step = Schemas['Step'];
export type StepReach = Schemas['StepReach'];
export type Trigger = Schemas['Trigger'];
export type Wait = Schemas['Wait'];
export type Webhook = Schemas['Webhook'];
export type JourneyState = Journey['state'];
export type TriggerKind = NonNullable<Trigger['kind']>;
export type Template = { id: string; name: string; graph: Graph };
export type Enrollment = {
  id: string;
  journey_id: string;
  openid: string;
  version: number;
  state: 'inside' | 'finished' | 'dropped';
  reason?: string;
  step_id: string;
  entered_at: string;
  ended_at: string | null;
  next_at: string | null;
  try?: boolean;
};
export type Move = {
  step_id: string;
  at: string;
  what: 'entered' | 'waits' | 'passed' | 'sent' | 'unsent' | 'finished' | 'dropped';
  detail?: string;
};
export type StepFigures = {
  step_id: string;
  inside: number;
  entered: number;
  passed: number;
  finished: number;
  dropped: number;
  sent: number;
  unsent: number;
  unknown: number;
  reasons: Record<string, number>;
};
export type DayFigures = {
  day: string;
  entered: number;
  finished: number;
  dropped: number;
  sent: number;
  unsent: number;
};
export type EnrollmentPath = Enrollment & { path: Move[] };
export type Report = {
  entered: number;
  inside: number;
  finished: number;
  dropped: number;
  sent: number;
  unsent: number;
  steps: StepFigures[];
  days: DayFigures[];
};
