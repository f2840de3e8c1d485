import { randomBytes } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerAt, askHolder, closeServer } from './lock-socket.ts';
import type { Holder, Taking } from './lock-socket.ts';

/** The longest pause before another attempt, per attempt made, in milliseconds. */
const PAUSE = 20;

/** A socket file of this process among those that want the same lock. */
interface Candidate {
  file: string;
  hold(): void;
  leave(): Promise<void>;
}

/**
 * Takes the lock where a socket is a file, which stays behind when its process is killed. Everybody shows a
 * file of their own and then looks for others: of two, the later one to look sees the other, so never do both
 * hold. A file is never shown under the same name again: to delete that of a dead process takes nobody's away.
 */
export async function takeByFile(name: string): Promise<Taking> {
  for (let attempt = 1; ; attempt++) {
    const candidate = await show(name);
    const holder = await decide(name, candidate);
    if (holder === 'me') return { release: () => candidate.leave() };
    await candidate.leave();
    if (holder !== 'undecided') return { holder };
    await sleep(Math.random() * PAUSE * attempt);
  }
}

/** Of several that are undecided the one with the first name stays until the others have left. */
async function decide(name: string, { file, hold }: Candidate): Promise<Holder | 'me'> {
  for (;;) {
    const others = await findOthers(name, file);
    const decided = others.find(({ holder }) => holder !== 'undecided');
    if (decided) return decided.holder;
    if (others.some((other) => other.file < file)) return 'undecided';
    if (others.length === 0) {
      hold();
      return 'me';
    }
    await sleep(1);
  }
}

/** The file appears when it answers already: whoever finds one that does not may delete it. */
async function show(name: string): Promise<Candidate> {
  const unique = join(tmpdir(), `${name}-${randomBytes(6).toString('hex')}`);
  const file = `${unique}.sock`;
  let holds = false;
  const server = await answerAt(`${unique}.new`, () => holds);
  if (!server) throw new Error(`Somebody else has the socket ${unique}.new.`);
  await rename(`${unique}.new`, file);
  const leave = async () => {
    await rm(file, { force: true });
    await closeServer(server);
  };
  return { file, hold: () => void (holds = true), leave };
}

async function findOthers(name: string, mine: string): Promise<{ file: string; holder: Holder }[]> {
  const names = (await readdir(tmpdir())).filter((it) => it.startsWith(`${name}-`) && it.endsWith('.sock'));
  const files = names.map((it) => join(tmpdir(), it)).filter((file) => file !== mine);
  const found = await Promise.all(files.map(async (file) => ({ file, holder: await askHolder(file) })));
  const dead = found.filter(({ holder }) => holder === 'gone');
  await Promise.all(dead.map(({ file }) => rm(file, { force: true })));
  return found.filter(({ holder }) => holder !== 'gone');
}
