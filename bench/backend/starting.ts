import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { figure } from './figures.ts';
import type { Figure } from './figures.ts';

const WARM_STARTS = 3;

/** Starts the package's own project in memory: first as on a new machine, where the database is made from its SQL. */
export async function measureStarts(): Promise<Figure[]> {
  const cache = mkdtempSync(join(tmpdir(), 'nality-bench-'));
  process.once('exit', () => rmSync(cache, { recursive: true, force: true }));
  const env = { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache };
  const first = await startTime('./serve-backend.ts', env);
  if (readdirSync(cache).length === 0) throw new Error('The first start did not use the new cache folder.');
  const later = await middleTime('./serve-backend.ts', env);
  const bare = { 'bare server': await middleTime('./serve-bare.ts', env) };
  const part = 'Start of a process until it serves';
  return [
    figure(part, 'the first on a machine', 'ms', first, bare),
    figure(part, 'others', 'ms', later, bare),
  ];
}

/** Milliseconds: the middle one of several starts. */
async function middleTime(script: string, env: Record<string, string>): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < WARM_STARTS; start += 1) times.push(await startTime(script, env));
  return times.sort((a, b) => a - b)[Math.floor(WARM_STARTS / 2)] ?? NaN;
}

async function startTime(script: string, env: Record<string, string>): Promise<number> {
  const child = await startChild(script, { env });
  await child.end();
  return child.startTime;
}
