import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Starts the real binary with its sandbox on free ports, signs in by its one-time link, and stops it at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const binary = resolve(process.env.TUWEN_BINARY ?? '../bin/tuwen');
  if (!existsSync(binary)) throw new Error(`${binary} is not built: run "make" or "go build -o bin/tuwen ./cmd/tuwen"`);
  const folder = mkdtempSync(join(tmpdir(), 'tuwen-e2e-'));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const args = ['demo', '--fresh', '--listen', `127.0.0.1:${port}`, '--sandbox-listen', `127.0.0.1:${sandboxPort}`];
  const demo = spawn(binary, [...args, '--data-dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    await stopped(demo);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { link, sandbox } = await announced(demo);
    const { origin, searchParams } = new URL(link);
    const state = join(folder, 'signed-in.json');
    writeFileSync(state, JSON.stringify(await signedIn(origin, searchParams.get('code') ?? '')));
    process.env.TUWEN_E2E_URL = origin;
    process.env.TUWEN_E2E_SANDBOX = new URL(sandbox).origin;
    process.env.TUWEN_E2E_STATE = state;
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

/** Waits for the two addresses the demo prints once it is ready. */
function announced(demo: ChildProcess): Promise<{ link: string; sandbox: string }> {
  return new Promise((done, fail) => {
    let output = '';
    const timer = setTimeout(() => fail(new Error(`the demo did not get ready in 60 s:\n${output}`)), 60_000);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const link = /^console: (\S+)/m.exec(output)?.[1];
      const sandbox = /^sandbox: (\S+)/m.exec(output)?.[1];
      if (!link || !sandbox) return;
      clearTimeout(timer);
      done({ link, sandbox });
    };
    demo.stdout?.on('data', read);
    demo.stderr?.on('data', read);
    demo.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`the demo ended with ${code} before it was ready:\n${output}`));
    });
  });
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

function stopped(demo: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (demo.exitCode !== null) {
      done();
      return;
    }
    const timer = setTimeout(() => demo.kill('SIGKILL'), 10_000);
    demo.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    demo.kill('SIGTERM');
  });
}
