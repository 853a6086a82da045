import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { AnchorHTMLAttributes } from 'react';
import { expect, test, vi } from 'vitest';
import type { Role } from '@/api/client';
import { appId, renderScreen, stubApi } from '@/components/test-screen';
import type { Journey, Step, WebhookPost } from './types';
import { WebhookPosts } from './WebhookPosts';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ search, children }: AnchorHTMLAttributes<HTMLAnchorElement> & { search: { open: string } }) => (
    <a href={`/contacts?open=${search.open}`}>{children}</a>
  ),
}));

const steps: Step[] = [
  { id: 'h', name: '告诉门店', kind: 'webhook', webhook: { url: 'https://shop.example.com/hook' }, exits: [] },
];
const post = (values: Partial<WebhookPost>): WebhookPost => ({
  id: 'p1',
  journey_id: 'j1',
  step_id: 'h',
  enrollment_id: 'e1',
  openid: 'oAhe0123456789',
  host: 'shop.example.com',
  state: 'failed',
  tries: 12,
  retry_at: null,
  status: 404,
  problem: { kind: 'refused', code: 'webhook.refused', detail: '', params: { status: '404' } },
  created_at: '2026-11-30T06:00:00Z',
  done_at: '2026-11-30T18:00:00Z',
  ...values,
});

const path = 'GET /journeys/j1/webhook-posts';

function show(role?: Role) {
  // What the section reads of the journey is its id.
  const journey = { id: 'j1' } as Journey;
  return renderScreen(<WebhookPosts appId={appId} journey={journey} steps={steps} names={{ tags: [] }} />, role);
}

test('posts that were not taken are told with reason, cure and contact; more of them on demand', async () => {
  const waiting = post({
    id: 'p2',
    step_id: 'gone',
    openid: '',
    state: 'planned',
    tries: 1,
    retry_at: '2026-11-30T06:00:10Z',
    status: 0,
    problem: { kind: 'unavailable', code: 'webhook.no_answer', detail: '' },
  });
  const calls = stubApi({
    [path]: ({ query }) =>
      query.get('cursor')
        ? { items: [waiting], next_cursor: '', total: 2 }
        : { items: [post({})], next_cursor: 'next', total: 2 },
  });
  show();
  const section = await screen.findByRole('region', { name: '没有送到的外部通知' });
  const first = within(section).getAllByRole('row')[1] as HTMLElement;
  for (const text of [
    '告诉门店',
    'shop.example.com',
    '不再重试',
    '试了 12 次',
    '对方返回 404',
    '对方没有这个地址。核对这一步的地址。',
  ]) {
    expect(within(first).getByText(text)).toBeTruthy();
  }
  expect(within(first).getByRole('link').getAttribute('href')).toBe('/contacts?open=oAhe0123456789');
  expect(calls[0]?.query.get('states')).toBe('planned,failed');
  await userEvent.click(within(section).getByRole('button', { name: '更多' }));
  const second = (await within(section).findByText('等待重试，已试 1 次')).closest('tr') as HTMLElement;
  for (const text of ['通知外部系统', '已清除的联系人', '11-30 14:00 再试', '对方没有回应']) {
    expect(within(second).getByText(text)).toBeTruthy();
  }
  expect(within(section).queryByRole('button', { name: '更多' })).toBeNull();
});

test('where all were taken, nothing is said', async () => {
  const calls = stubApi({ [path]: () => ({ items: [], next_cursor: '', total: 0 }) });
  show();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(screen.queryByRole('region')).toBeNull();
});

test('where they cannot be read, that is said, and they are read again', async () => {
  let down = true;
  stubApi({
    [path]: () =>
      down ? { status: 503, body: { code: 'x', status: 503 } } : { items: [post({})], next_cursor: '', total: 1 },
  });
  show();
  await screen.findByRole('alert');
  down = false;
  await userEvent.click(screen.getByRole('button', { name: '再试一次' }));
  expect(await screen.findByRole('region', { name: '没有送到的外部通知' })).toBeTruthy();
});

test('one that was given up is tried again; one that waits is not; where that is refused, it is told why', async () => {
  let state: WebhookPost['state'] = 'failed';
  let refuses = true;
  const calls = stubApi({
    [path]: () => ({ items: [post({ state })], next_cursor: '', total: 1 }),
    'POST /journeys/j1/webhook-posts/p1/retry': () => {
      if (refuses)
        return { status: 409, body: { code: 'webhook.not_failed', title: 'Conflict', status: 409, detail: '' } };
      state = 'planned';
      return post({ state });
    },
  });
  show();
  const again = { name: '现在再试：「告诉门店」' };
  await userEvent.click(await screen.findByRole('button', again));
  expect(await screen.findByText(/这条通知已经在重试，或已送到/)).toBeTruthy();
  refuses = false;
  await userEvent.click(screen.getByRole('button', again));
  expect(await screen.findByText('等待重试，已试 12 次')).toBeTruthy();
  expect(screen.queryByRole('button', again)).toBeNull();
  expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(2);
});

test('a viewer sees what was given up and cannot try it again', async () => {
  stubApi({ [path]: () => ({ items: [post({})], next_cursor: '', total: 1 }) });
  show('viewer');
  expect(await screen.findByText('不再重试')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});
