import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from './process';

/** Starts the demo, console and sandbox, on free ports, signs in by its one-time link, and stops it at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const anyPort = '127.0.0.1:0';
  const command = ['demo', '--fresh', '--listen', anyPort, '--sandbox-listen', anyPort];
  const { printed, folder, stop } = await start(command, ['console', 'sandbox']);
  try {
    const { origin, searchParams } = new URL(printed.console ?? '');
    const state = join(folder, 'signed-in.json');
    writeFileSync(state, JSON.stringify(await signedIn(origin, searchParams.get('code') ?? '')));
    process.env.TUWEN_E2E_URL = origin;
    process.env.TUWEN_E2E_SANDBOX = new URL(printed.sandbox ?? '').origin;
    process.env.TUWEN_E2E_STATE = state;
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** Spends the one-time code and returns the browser state of whoever holds the session. */
async function signedIn(origin: string, code: string) {
  const response = await fetch(`${origin}/api/v1/session/code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!response.ok) throw new Error(`the sign-in link does not work: ${response.status} ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';');
    const cut = pair.indexOf('=');
    return {
      name: pair.slice(0, cut),
      value: pair.slice(cut + 1),
      domain: '127.0.0.1',
      path: '/',
      expires: -1,
      httpOnly: true,
      secure: false,
      sameSite: 'Lax' as const,
    };
  });
  return { cookies, origins: [] };
}
