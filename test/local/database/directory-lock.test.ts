import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const TAKER = fileURLToPath(new URL('./lock-taker.ts', import.meta.url));
const TAKERS = 8;
const ROUNDS = 10;
const KINDS =
  process.platform === 'linux' ? ['names', 'files'] : [process.platform === 'win32' ? 'names' : 'files'];

let folder: string;
let takers: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nality-lock-'));
  takers = [];
});
afterEach(async () => {
  await Promise.all(takers.map(kill));
  await rm(folder, { recursive: true });
});

function startTaker(kind: string): ChildProcess {
  const taker = fork(TAKER, [folder, kind]);
  takers.push(taker);
  return taker;
}

async function kill(taker: ChildProcess): Promise<void> {
  if (taker.exitCode !== null || taker.signalCode !== null) return;
  const closed = once(taker, 'close');
  taker.kill('SIGKILL');
  await closed;
}

async function ask(taker: ChildProcess, message: 'take' | 'release'): Promise<string> {
  const answer = once(taker, 'message');
  taker.send(message);
  return String((await answer)[0]);
}

for (const kind of KINDS) {
  test(`of many that take a folder whose holder was killed exactly one holds it (by ${kind})`, async () => {
    const rivals = Array.from({ length: TAKERS }, () => startTaker(kind));
    for (let round = 1; round <= ROUNDS; round++) {
      const victim = startTaker(kind);
      assert.equal(await ask(victim, 'take'), 'held');
      await kill(victim);
      const answers = await Promise.all(rivals.map((rival) => ask(rival, 'take')));
      const holders = rivals.filter((_, index) => answers[index] === 'held');
      assert.equal(holders.length, 1, answers.join('\n'));
      const refusal = new RegExp(`in use by process ${holders[0]?.pid}\\.`);
      for (const answer of answers) if (answer !== 'held') assert.match(answer, refusal);
      await Promise.all(holders.map((holder) => ask(holder, 'release')));
    }
  });
}
