import type { Reply } from '@/components/reply-editor/queries';

export type StepKind = 'send' | 'tag' | 'untag' | 'webhook' | 'branch' | 'wait' | 'end';
export type TriggerKind = 'scan' | 'follow' | 'unfollow' | 'message' | 'tap' | 'schedule' | 'api';

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
export type Step = {
  id: string;
  name?: string;
  kind: StepKind;
  reply?: Reply;
  tag_id?: number;
  webhook?: { url: string; secret?: string };
  wait?: Wait;
  exits?: Exit[];
};
export type Trigger = {
  kind: TriggerKind;
  code_ids?: string[];
  source?: string;
  campaign?: string;
  name?: string;
  code_kind?: string;
  text?: string;
  match?: 'equals' | 'contains';
  ignore_case?: boolean;
  buttons?: string[];
  repeat?: 'once' | 'daily' | 'weekly' | 'monthly' | 'now';
  at?: string;
  time?: string;
  weekdays?: number[];
  month_day?: number;
  tag_id?: number;
};
export type Graph = {
  trigger: Trigger;
  first?: string;
  steps: Step[];
  reentry: { kind: 'never' | 'after' | 'always'; days?: number };
  daily_cap?: number;
  quiet?: { from: string; until: string; then: 'drop' | 'later' };
};
