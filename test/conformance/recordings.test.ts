import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describe as inWords } from './describe.ts';
import type { Recording } from './recording.ts';
import { RECORDINGS, readRecordings } from './recording.ts';
import type { OpenStage } from './run.ts';
import { isTimed, run } from './run.ts';
import { stages } from './stage.ts';

/** Pauses are a third as long as recorded. */
const PACE = 3;
const AT_ONCE = 8;
/** How long a frame is waited for that does not come, in milliseconds. */
const SHORT = 8000;

const { recordings, sql } = await readRecordings(RECORDINGS);
const open = stages(sql);
let opened: Promise<unknown> = Promise.resolve();

/** One after the other: to open a database keeps a processor busy for more than a second, and all share one. */
const openStage: OpenStage = (pace) => {
  const stage = opened.then(() => open(pace));
  opened = stage.catch(() => undefined);
  return stage;
};

describe('The local Realtime answers as the real one', { concurrency: AT_ONCE }, () => {
  for (const recording of recordings.filter((one) => !isTimed(one))) {
    it(`in ${recording.name}`, async () => {
      const differences = await run(recording, openStage, PACE);
      assert.equal(differences.length, 0, inWords(recording.name, differences));
    });
  }
});

describe('A replay', { concurrency: AT_ONCE }, () => {
  const subject = recordings.find(({ name }) => name === 'vsn2/public_join') as Recording;
  const replies = subject.frames.filter(({ d }) => d === '<');
  const altered = (frames: Recording['frames']): Recording => ({ ...subject, frames });

  it('differs from a recording that has one frame more', async () => {
    const frames = subject.frames.flatMap((frame) => (frame === replies[1] ? [frame, frame] : [frame]));
    const found = await run(altered(frames), openStage, PACE, SHORT);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['missing'],
    );
  });

  it('differs from a recording that has one frame less', async () => {
    const found = await run(altered(subject.frames.filter((frame) => frame !== replies[1])), openStage, PACE);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['added'],
    );
  });

  it('differs from a recording with two frames in another order', async () => {
    const [last, one] = [replies.at(-1), replies.at(-2)];
    const frames = subject.frames.map((frame) =>
      frame === last
        ? { ...frame, raw: one?.raw ?? '' }
        : frame === one
          ? { ...frame, raw: last?.raw ?? '' }
          : frame,
    );
    const found = await run(altered(frames), openStage, PACE);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['reordered'],
    );
  });

  it('differs from a recording with another word', async () => {
    const frames = subject.frames.map((frame) => ({
      ...frame,
      raw: frame.raw.replace('phx_close', 'phx_error'),
    }));
    const found = await run(altered(frames), openStage, PACE);
    assert.deepEqual(
      found.map(({ kind, party }) => [kind, party]),
      [
        ['missing', 'A'],
        ['added', 'A'],
      ],
    );
  });
});
