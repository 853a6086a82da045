import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Graph, Journey } from './types';
import { useJourneyEditor } from './use-journey-editor';

const graph: Graph = {
  trigger: { kind: 'follow' },
  first: 'h',
  steps: [{ id: 'h', kind: 'webhook', webhook: { url: 'https://crm.example.com' }, exits: [{ id: 'h1', to: '' }] }],
  reentry: { kind: 'never' },
  daily_cap: 0,
  quiet: null,
};
const journey = (values: Partial<Journey> = {}): Journey => ({
  id: 'j1',
  name: '欢迎',
  state: 'draft',
  version: 0,
  graph,
  changed: true,
  problems: [],
  reach: [],
  counts: { entered: 0, inside: 0, finished: 0, dropped: 0, sent: 0, unsent: 0 },
  next_run_at: null,
  created_at: '2026-11-30T06:00:00Z',
  updated_at: '2026-11-30T06:00:00Z',
  updated_by: '林小满',
  started_at: null,
  revision: 4,
  ...values,
});

type Sent = { name: string; graph: Graph; revision: number };
const sent: Sent[] = [];
let answers: ((body: Sent) => Response | Promise<Response>)[] = [];
const saved = ({ name, graph: g, revision }: Sent) =>
  Response.json(journey({ name, graph: g, revision: revision + 1, updated_at: '2026-11-30T07:42:00Z' }));

beforeEach(() => {
  sent.length = 0;
  answers = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const body: Sent = await request.json();
    sent.push(body);
    return (answers.shift() ?? saved)(body);
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(may = true) {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const first = journey();
  return renderHook(() => useJourneyEditor('wx1', first, may), { wrapper }).result;
}
const rename = (editor: ReturnType<typeof open>, name: string) =>
  act(() => editor.current.change({ ...editor.current.doc, name }, 'name'));

test('a change is saved by itself, with the revision it was made to, and the next one with the newer', async () => {
  const editor = open();
  rename(editor, '新粉');
  expect(editor.current.dirty).toBe(true);
  await waitFor(() => expect(editor.current.dirty).toBe(false), { timeout: 3000 });
  rename(editor, '新粉欢迎');
  await act(async () => expect(await editor.current.save()).toBe(true));
  expect(sent.map(({ name, revision }) => [name, revision])).toEqual([
    ['新粉', 4],
    ['新粉欢迎', 5],
  ]);
  expect(editor.current.saved.at).toBe('2026-11-30T07:42:00Z');
});

test('where somebody else saved meanwhile nothing is lost or overwritten before one chooses', async () => {
  const editor = open();
  answers = [() => Response.json({ status: 409, code: 'edit.conflict', detail: 'edited' }, { status: 409 })];
  rename(editor, '我的');
  await act(async () => expect(await editor.current.save()).toBe(false));
  expect(editor.current.conflict).toBe(true);
  expect(editor.current.doc.name).toBe('我的');
  await act(async () => expect(await editor.current.save(9)).toBe(true));
  expect(sent.at(-1)).toMatchObject({ name: '我的', revision: 9 });
  expect(editor.current.conflict).toBe(false);
});

test('theirs is taken as a step that can be undone', async () => {
  const editor = open();
  rename(editor, '我的');
  act(() => editor.current.take(journey({ name: '对方的', revision: 9 })));
  expect(editor.current.doc.name).toBe('对方的');
  expect(editor.current.dirty).toBe(false);
  act(() => editor.current.undo?.());
  expect(editor.current.doc.name).toBe('我的');
});

test('a secret is sent once and then only known to be there, also in the steps back', async () => {
  const editor = open();
  const step = graph.steps[0];
  if (!step) throw new Error('no step');
  const secret = { ...step, webhook: { url: 'https://crm.example.com', secret: 'k' } };
  act(() => editor.current.draw({ ...graph, steps: [secret] }));
  await act(async () => expect(await editor.current.save()).toBe(true));
  expect(sent[0]?.graph.steps[0]?.webhook?.secret).toBe('k');
  expect(editor.current.graph.steps[0]?.webhook).toEqual({ url: 'https://crm.example.com', has_secret: true });
  rename(editor, '再改');
  await act(async () => expect(await editor.current.save()).toBe(true));
  expect(sent[1]?.graph.steps[0]?.webhook).toEqual({ url: 'https://crm.example.com' });
});

test('a viewer’s screen saves nothing', async () => {
  const editor = open(false);
  rename(editor, '不许');
  await new Promise((done) => setTimeout(done, 1200));
  expect(sent).toHaveLength(0);
});
