import type { Reply } from '@/components/reply-editor/queries';

export type StepKind = 'send' | 'tag' | 'untag' | 'webhook' | 'branch' | 'wait' | 'end';
export type TriggerKind = 'scan' | 'follow' | 'unfollow' | 'message' | 'tap' | 'schedule' | 'api';
export type JourneyState = 'draft' | 'running' | 'paused' | 'stopped';

export type EventFilter = {
  kind: 'message' | 'tap' | 'scan' | 'follow' | 'option' | 'any';
  text?: string;
  days?: number;
};
export type Condition = {
  kind: 'tag' | 'attribute' | 'event';
  not?: boolean;
  tag_ids?: number[];
  attribute?: 'followed' | 'follow_scene' | 'followed_by' | 'remark' | 'messages' | 'followed_days';
  op?: 'is' | 'contains' | 'at_least' | 'at_most';
  value?: string;
  event?: EventFilter;
};
export type Exit = { id: string; label?: string; when?: Condition; to?: string };
export type Wait = {
  kind: 'duration' | 'time_of_day' | 'date' | 'event';
  seconds?: number;
  at?: string;
  date?: string;
  event?: EventFilter;
  deadline_seconds?: number;
};
export type Webhook = { url: string; secret?: string; has_secret?: boolean };
export type Step = {
  id: string;
  name?: string;
  kind: StepKind;
  reply?: Reply;
  tag_id?: number;
  webhook?: Webhook;
  wait?: Wait;
  exits: Exit[];
};
export type Trigger = {
  kind?: TriggerKind;
  code_ids?: string[];
  source?: string;
  campaign?: string;
  name?: string;
  code_kind?: 'permanent' | 'temporary';
  text?: string;
  match?: 'equals' | 'contains';
  ignore_case?: boolean;
  targets?: string[];
  repeat?: 'now' | 'once' | 'daily' | 'weekly' | 'monthly';
  at?: string;
  time?: string;
  weekdays?: number[];
  month_day?: number;
  tag_id?: number;
};
export type Reentry = { kind: 'never' | 'after' | 'always'; days?: number };
export type QuietHours = { from: string; until: string; then: 'drop' | 'later' };
export type Graph = {
  trigger: Trigger;
  first: string;
  steps: Step[];
  reentry: Reentry;
  daily_cap: number;
  quiet: QuietHours | null;
};

export type GraphProblem = {
  step_id?: string;
  exit_id?: string;
  code: string;
  params?: Record<string, string>;
  warning?: boolean;
};
export type StepReach = {
  step_id: string;
  level: 'sure' | 'doubtful' | 'never';
  reason: string;
  passive: boolean;
  window?: 'message' | 'tap' | 'scan' | 'follow';
  seconds: number;
  limit: number;
  place: number;
  elapsed: number;
  closed_by?: string;
};
export type JourneyCounts = {
  entered: number;
  inside: number;
  finished: number;
  dropped: number;
  sent: number;
  unsent: number;
};
export type Journey = {
  id: string;
  name: string;
  state: JourneyState;
  version: number;
  graph: Graph;
  changed: boolean;
  problems: GraphProblem[];
  reach: StepReach[];
  counts: JourneyCounts;
  next_run_at: string | null;
  created_at: string;
  updated_at: string;
  updated_by: string;
  started_at: string | null;
  revision: number;
};
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
