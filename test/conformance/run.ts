import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_LIMITS } from '../../src/local/realtime/limits.ts';
import type { Difference } from './compare.ts';
import { compare } from './compare.ts';
import { givenValues } from './given.ts';
import type { Recording } from './recording.ts';
import type { Stage } from './replay.ts';
import { replay } from './replay.ts';
import type { Elision } from './script.ts';
import { toScript } from './script.ts';
import { Tokens, hasEndingToken } from './tokens.ts';

/** Opens a fresh server for a conversation whose pauses are divided by `pace`. */
export type OpenStage = (pace: number) => Promise<Stage & { close(): Promise<void> }>;

/** Far more than anything takes that is heard, in milliseconds. */
const PATIENCE = 30_000;

/** Replays one recording against a fresh server; answers in what the replay differs. */
export async function run(
  recording: Recording,
  openStage: OpenStage,
  wantedPace: number,
  patience = PATIENCE,
): Promise<Difference[]> {
  const pace = isTimed(recording) ? 1 : wantedPace;
  const script = toScript(recording);
  const stage = await openStage(pace);
  try {
    await alignSecond(recording.recordedAt);
    const from = Date.now();
    const shift = Math.round((from - recording.recordedAt) / 1000);
    const tokens = new Tokens(recording.recordedAt, shift);
    const { heard, counted, lag } = await replay(script, stage, { tokens, pace, patience });
    const differences = compare(heard, {
      isGiven: givenValues(recording),
      replayed: { from, to: Date.now(), lag },
    });
    return [...differences, ...compareCounts(script.elision, counted)];
  } finally {
    await stage.close();
  }
}

/**
 * Whether the server's clock counts in it: a token ends, events are counted by the second, or somebody can be silent for so long
 * that the server hangs up. It can't be held faster, and not much later either.
 */
export function isTimed({ frames, recordedAt }: Recording): boolean {
  return (
    (frames.at(-1)?.t ?? 0) > DEFAULT_LIMITS.silence ||
    frames.some(({ raw }) => hasEndingToken(raw, recordedAt) || raw.includes('frames elided'))
  );
}

/** Tokens end with a whole second: the replay begins at the same part of a second as the recording. */
async function alignSecond(recordedAt: number): Promise<void> {
  await sleep((((recordedAt - Date.now()) % 1000) + 1000) % 1000);
}

/** The server looks at the rate of events every five seconds: a limit acts up to a tick sooner or later. */
const TICK = 5.5;

function compareCounts(elision: Elision | undefined, counted: number): Difference[] {
  if (!elision) return [];
  const tolerance = elision.received === elision.sent ? 0 : elision.rate * TICK;
  if (Math.abs(counted - elision.received) <= tolerance) return [];
  const detail = `${elision.received} broadcasts became ${counted}`;
  return [{ party: elision.receiver, kind: 'changed', detail }];
}
