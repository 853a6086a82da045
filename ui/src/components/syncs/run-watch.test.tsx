import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SyncRun } from '@/api/client';
import { keys } from '@/api/keys';
import { appId, stubApi } from '@/components/test-screen';
import { useRun } from './run-watch';
import { run } from './testdata';

class FakeStream extends EventTarget {
  static open: FakeStream[] = [];
  closed = false;
  constructor(readonly url: string) {
    super();
    FakeStream.open.push(this);
  }
  close() {
    this.closed = true;
  }
  send(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

beforeEach(() => {
  FakeStream.open = [];
  vi.stubGlobal('EventSource', FakeStream);
});
afterEach(() => {
  vi.useRealTimers();
});

function follow(answer: () => SyncRun[]) {
  const calls = stubApi({
    'GET /syncs': () => ({ items: answer(), next_cursor: '', prev_cursor: '', total: answer().length }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return { calls, client, ...renderHook(() => useRun(appId), { wrapper }) };
}

test('an active run is followed by its stream, and what it changed is read anew when it ends', async () => {
  let known = run({ fetched: 20 });
  const { result, client } = follow(() => [known]);
  await waitFor(() => expect(result.current.run?.fetched).toBe(20));
  const [stream] = FakeStream.open;
  expect(stream?.url).toBe(`/api/v1/accounts/${appId}/syncs/run-1/events`);
  act(() => stream?.send('run', run({ fetched: 60, updated_at: '2026-11-22T03:00:20Z' })));
  await waitFor(() => expect(result.current.run?.fetched).toBe(60));

  const invalidated = vi.spyOn(client, 'invalidateQueries');
  known = run({ state: 'finished', updated_at: '2026-11-22T03:01:00Z', finished_at: '2026-11-22T03:01:00Z' });
  act(() => {
    stream?.send('run', known);
    stream?.send('ended', { state: 'finished' });
  });
  await waitFor(() => expect(result.current.run?.state).toBe('finished'));
  expect(stream?.closed).toBe(true);
  await waitFor(() => expect(invalidated).toHaveBeenCalledWith({ queryKey: [...keys.account(appId), 'history'] }));
});

test('news older than what is known changes nothing', async () => {
  const { result } = follow(() => [run({ fetched: 400, updated_at: '2026-11-22T03:00:30Z' })]);
  await waitFor(() => expect(result.current.run?.fetched).toBe(400));
  act(() => FakeStream.open[0]?.send('run', run({ fetched: 20, updated_at: '2026-11-22T03:00:20Z' })));
  expect(result.current.run?.fetched).toBe(400);
});

test('where the stream breaks the run is asked for instead', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let fetched = 20;
  const { result, calls } = follow(() => [run({ fetched, updated_at: new Date(fetched * 1000).toISOString() })]);
  await waitFor(() => expect(FakeStream.open).toHaveLength(1));
  act(() => {
    FakeStream.open[0]?.dispatchEvent(new Event('error'));
  });
  expect(FakeStream.open[0]?.closed).toBe(true);
  const before = calls.length;
  fetched = 80;
  await act(() => vi.advanceTimersByTimeAsync(3_200));
  await waitFor(() => expect(result.current.run?.fetched).toBe(80));
  expect(calls.length).toBeGreaterThan(before);
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(FakeStream.open).toHaveLength(2);
});

test('a run that is over opens no stream', async () => {
  const { result } = follow(() => [run({ state: 'finished' })]);
  await waitFor(() => expect(result.current.known).toBe(true));
  expect(FakeStream.open).toEqual([]);
});

test('leaving the page closes the stream and stops nothing', async () => {
  const { unmount, calls } = follow(() => [run()]);
  await waitFor(() => expect(FakeStream.open).toHaveLength(1));
  unmount();
  expect(FakeStream.open[0]?.closed).toBe(true);
  expect(calls.every((c) => c.method === 'GET')).toBe(true);
});
