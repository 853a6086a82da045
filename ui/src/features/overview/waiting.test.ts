import { expect, test } from 'vitest';
import type { Overview, SyncRun } from '@/api/client';
import { keyOf, waitingFor } from './waiting';

const run = (change: Partial<SyncRun>) => ({ id: 'r', state: 'finished', ...change }) as SyncRun;
const overview = (change: Partial<Overview>) =>
  ({ problems: [], quotas: [], active_run: null, last_run: null, last_full: 'x', ...change }) as unknown as Overview;
const kinds = (change: Partial<Overview>) => waitingFor(overview(change)).map((item) => item.kind);

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
  const found = waitingFor(overview({ quotas, problems }));
  expect(found.map(keyOf)).toEqual(['problem wechat.40164', 'quota /92']);
});

test('an account that was never synced is invited to, unless something worse waits', () => {
  expect(kinds({ last_full: null })).toEqual(['never']);
  expect(kinds({ last_full: null, active_run: run({ state: 'running' }) })).toEqual([]);
});
