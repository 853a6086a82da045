import { expect, test } from 'vitest';
import type { Overview, SyncRun } from '@/api/client';
import { keyOf, waitingFor } from './waiting';

const run = (change: Partial<SyncRun>) => ({ id: 'r', state: 'finished', ...change }) as SyncRun;
const now = Date.parse('2026-12-01T12:00:00Z');
const reach = (change: Partial<Overview['reach']>) =>
  ({ asking: [], unsent: 0, last_unsent: null, last_followers: 'x', ...change }) as Overview['reach'];
const account = { verified: true } as Overview['account'];
const calm = {
  account,
  problems: [],
  quotas: [],
  active_run: null,
  last_run: null,
  last_full: 'x',
  lost: [],
  reach: reach({}),
};
const overview = (change: Partial<Overview>) => ({ ...calm, ...change }) as unknown as Overview;
const kinds = (change: Partial<Overview>) => waitingFor(overview(change), now).map((item) => item.kind);

test('nothing waits when all is well', () => {
  expect(kinds({ last_run: run({}) })).toEqual([]);
});

test('a run that goes on by itself in a minute waits for nobody; one without quota or paused by hand does', () => {
  const paused = (paused_for: string) => kinds({ active_run: run({ state: 'paused', paused_for }) });
  expect(['minute', 'retry', 'quota', 'operator'].map(paused)).toEqual([[], [], ['paused'], ['paused']]);
});

test('a failed run waits until another one is under way', () => {
  const last_run = run({ state: 'failed' });
  expect(kinds({ last_run })).toEqual(['failed']);
  expect(kinds({ last_run, active_run: run({ state: 'running' }) })).toEqual([]);
});

test('a quota waits from 90 % on, problems come first', () => {
  const quotas = [70, 92].map((used) => ({ path: `/${used}`, used, limit: 100 })) as Overview['quotas'];
  const problems = [{ kind: 'refused', code: 'wechat.40164', detail: '' }] as Overview['problems'];
  const found = waitingFor(overview({ quotas, problems }), now);
  expect(found.map(keyOf)).toEqual(['problem wechat.40164', 'quota /92']);
});

test('an account that was never synced is invited to, unless something worse waits', () => {
  expect(kinds({ last_full: null })).toEqual(['never']);
  expect(kinds({ last_full: null, active_run: run({ state: 'running' }) })).toEqual([]);
});

test('a mass send that asks for a person waits, and messages that did not go out within a day', () => {
  const asking = [{ id: 'm', state: 'unknown' }] as Overview['reach']['asking'];
  const at = (hours: number) => reach({ unsent: 3, last_unsent: new Date(now - hours * 3_600_000).toISOString() });
  expect(kinds({ reach: reach({ asking }) })).toEqual(['send']);
  expect(kinds({ reach: at(23) })).toEqual(['unsent']);
  expect(kinds({ reach: at(25) })).toEqual([]);
});

test('materials in use that cannot be sent any more wait as one', () => {
  const lost = ['a', 'b'].map((media_id) => ({ media_id, title: media_id, reason: 'gone', used_by: [] }));
  expect(kinds({ lost: lost as Overview['lost'] })).toEqual(['lost']);
});

test('followers who were never synced are the last thing to see to, and none where WeChat does not name them', () => {
  const never = reach({ last_followers: null });
  expect(kinds({ reach: never })).toEqual(['strangers']);
  expect(kinds({ reach: never, last_full: null })).toEqual(['never']);
  expect(kinds({ reach: never, account: { ...account, verified: false } })).toEqual([]);
});
