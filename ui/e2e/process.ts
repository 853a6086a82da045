import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A running tuwen: what it printed, and how to end it. */
export type Started = { printed: Record<string, string>; folder: string; stop: () => Promise<void> };

/**
 * Starts the real binary with a data folder of its own and waits until it has printed every line of `lines`, each given
 * by the words before its colon. Stopping it removes the folder.
 */
export async function start(command: string[], lines: string[]): Promise<Started> {
  const binary = resolve(process.env.TUWEN_BINARY ?? '../bin/tuwen');
  if (!existsSync(binary)) throw new Error(`${binary} is not built: run "make" or "go build -o bin/tuwen ./cmd/tuwen"`);
  const folder = mkdtempSync(join(tmpdir(), 'tuwen-e2e-'));
  const child = spawn(binary, [...command, '--data-dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { printed: await printed(child, lines), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function printed(child: ChildProcess, lines: string[]): Promise<Record<string, string>> {
  return new Promise((done, fail) => {
    let output = '';
    const timer = setTimeout(() => fail(new Error(`tuwen did not get ready in 60 s:\n${output}`)), 60_000);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = lines.map((line) => [line, new RegExp(`^${line}: (\\S+)`, 'm').exec(output)?.[1]] as const);
      if (found.some(([, value]) => value === undefined)) return;
      clearTimeout(timer);
      done(Object.fromEntries(found) as Record<string, string>);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`tuwen ended with ${code} before it was ready:\n${output}`));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) {
      done();
      return;
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}
