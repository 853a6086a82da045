import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { App, ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import type { Role, Session } from '@/api/client';
import { keys } from '@/api/keys';

/** The account that tests are about. */
export const appId = 'wx2f4e8a1c9d3b7e60';

export type Call = { method: string; path: string; query: URLSearchParams; body: unknown };
type Answer = { status?: number; body?: unknown };

/**
 * Answers the API's calls: `GET /syncs` means that path under the account. A call that is not listed fails the test by
 * its 404. Returns the calls as they came.
 */
export function stubApi(answers: Record<string, (call: Call) => Answer | unknown>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    const path = decodeURIComponent(url.pathname.replace(`/api/v1/accounts/${appId}`, '').replace('/api/v1', ''));
    const text = await request.text();
    const call: Call = {
      method: request.method,
      path,
      query: url.searchParams,
      body: text ? JSON.parse(text) : undefined,
    };
    calls.push(call);
    const answer = answers[`${call.method} ${path}`]?.(call);
    if (answer === undefined)
      return problem(404, { code: 'not_found', title: 'no such path', status: 404, detail: path });
    if (isAnswer(answer))
      return answer.status >= 400 ? problem(answer.status, answer.body) : json(answer.status, answer.body);
    return json(200, answer);
  });
  return calls;
}

function isAnswer(value: unknown): value is { status: number; body?: unknown } {
  return typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number';
}

function json(status: number, body: unknown): Response {
  if (status === 204) return new Response(null, { status });
  return new Response(JSON.stringify(body ?? null), { status, headers: { 'content-type': 'application/json' } });
}

function problem(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}

/** Renders with cache, theme and messages, without motion, as an operator of that role. */
export function renderScreen(ui: ReactNode, role: Role = 'operator') {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const session: Session = {
    operator: {
      id: 'o1',
      name: '林小满',
      email: 'lin@example.com',
      role,
      disabled: false,
      created_at: '2026-01-01T00:00:00Z',
      seen_at: null,
    },
    language: 'zh-CN',
    expires_at: null,
    token: false,
  };
  client.setQueryData(keys.session, session);
  const view = render(ui, {
    wrapper: ({ children }) => (
      <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
        <App>
          <QueryClientProvider client={client}>{children}</QueryClientProvider>
        </App>
      </ConfigProvider>
    ),
  });
  return { client, ...view };
}
