import { expect, test } from 'vitest';
import type { Message } from '@/api/client';
import { messageOf, telling } from './PathList';
import type { Move } from './types';

const move = (step_id: string, what: Move['what'], seconds = 0): Move => ({
  step_id,
  what,
  at: new Date(seconds * 1000).toISOString(),
});
const message = (id: string, step_id: string, ms: number) =>
  ({ id, step_id, created_at: new Date(ms).toISOString() }) as Message;

test('a step that sent is told once', () => {
  const path = [move('a', 'entered'), move('a', 'sent'), move('a', 'passed'), move('b', 'entered'), move('b', 'waits')];
  expect(telling(path).map((m) => `${m.step_id} ${m.what}`)).toEqual(['a sent', 'b waits']);
});

test('a move leads to the message it planned, also where the step was reached again after a wait', () => {
  const messages = [message('first', 'a', 1), message('other', 'b', 1), message('second', 'a', 60_001)];
  expect(messageOf(messages, move('a', 'sent'))?.id).toBe('first');
  expect(messageOf(messages, move('a', 'unsent', 60))?.id).toBe('second');
  expect(messageOf(messages, move('a', 'sent', 3600))).toBeUndefined();
  expect(messageOf(messages, move('a', 'waits'))).toBeUndefined();
});
