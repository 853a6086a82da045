import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MenuState } from '@/api/menu';
import { useMenuEditor } from './use-menu-editor';

const state = (name: string, at: string): MenuState => ({
  draft: {
    buttons: [{ id: 'a', name, action: 'page', url: 'https://example.com/' }],
    conditional: [],
    updated_at: at,
    updated_by: '林小满',
  },
  problems: [],
  live: null,
  changes: [],
  elsewhere: {
    changes: [],
    differs: false,
    fetched_at: null,
    left_out: [],
    menu: null,
    open: false,
    problem: null,
    website: false,
  },
});

const first = state('商城', '2026-11-22T06:00:00Z');
type Sent = { buttons: { name: string }[]; updated_at?: string };
const sent: Sent[] = [];
let answers: ((body: Sent) => Response | Promise<Response>)[] = [];

beforeEach(() => {
  sent.length = 0;
  answers = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const body: Sent = await request.json();
    sent.push(body);
    const answer = answers.shift();
    return answer ? answer(body) : saved(body);
  });
});
afterEach(() => vi.unstubAllGlobals());

const saved = (body: Sent) => Response.json(state(body.buttons[0]?.name ?? '', `2026-11-22T06:00:0${sent.length}Z`));
const conflict = () => Response.json({ status: 409, code: 'edit.conflict', detail: 'changed' }, { status: 409 });

function open(may = true) {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(() => useMenuEditor('wx1', first, undefined, may), { wrapper }).result;
}

const rename = (editor: ReturnType<typeof open>, name: string) => act(() => editor.current.set('a', { name }, 'name'));

test('a change is saved by itself, with the time of the draft it was made to', async () => {
  const editor = open();
  rename(editor, '小店');
  expect(editor.current.dirty).toBe(true);
  await waitFor(() => expect(editor.current.dirty).toBe(false), { timeout: 3000 });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ updated_at: '2026-11-22T06:00:00Z', buttons: [{ name: '小店' }] });
});

test('what is changed while it is being saved is saved after it, to the newer draft', async () => {
  const editor = open();
  let go = () => {};
  answers = [
    (body) =>
      new Promise((done) => {
        go = () => done(saved(body));
      }),
  ];
  rename(editor, '小店');
  let all: Promise<boolean> | undefined;
  act(() => {
    all = editor.current.save();
  });
  await waitFor(() => expect(sent).toHaveLength(1));
  rename(editor, '小店铺');
  go();
  await act(async () => expect(await all).toBe(true));
  expect(sent.map((body) => [body.buttons[0]?.name, body.updated_at])).toEqual([
    ['小店', '2026-11-22T06:00:00Z'],
    ['小店铺', '2026-11-22T06:00:01Z'],
  ]);
  expect(editor.current.dirty).toBe(false);
});

test('a conflict stops the saving until the operator has chosen', async () => {
  const editor = open();
  answers = [conflict];
  rename(editor, '小店');
  await act(async () => expect(await editor.current.save()).toBe(false));
  expect(editor.current.conflict).toBe(true);
  await act(async () => expect(await editor.current.save(true)).toBe(true));
  expect(editor.current.conflict).toBe(false);
  expect(sent[1]).not.toHaveProperty('updated_at');
});

test('typing a name is one step back, and going back is saved too', async () => {
  const editor = open();
  rename(editor, '小');
  rename(editor, '小店');
  await act(async () => void (await editor.current.save()));
  act(() => editor.current.undo?.());
  expect(editor.current.menu.buttons[0]?.name).toBe('商城');
  await act(async () => void (await editor.current.save()));
  expect(sent[1]?.buttons[0]?.name).toBe('商城');
});

test('for who may only look nothing is saved by itself', async () => {
  vi.useFakeTimers();
  const editor = open(false);
  rename(editor, '小店');
  await vi.advanceTimersByTimeAsync(5000);
  vi.useRealTimers();
  expect(sent).toEqual([]);
});
