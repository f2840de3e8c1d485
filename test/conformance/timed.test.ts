import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { describe as inWords } from './describe.ts';
import { RECORDINGS, readRecordings } from './recording.ts';
import type { OpenStage } from './run.ts';
import { isTimed, run } from './run.ts';
import { stages } from './stage.ts';

const { recordings, sql } = await readRecordings(RECORDINGS);
const timed = recordings.filter(isTimed);

/**
 * They have a process of their own, and all databases are there before the first word: to open one keeps a processor busy for
 * seconds, in which tokens would end before they are used.
 */
describe(
  'The local Realtime answers as the real one, at the real time',
  { concurrency: timed.length },
  () => {
    const open = new Map<string, Awaited<ReturnType<OpenStage>>>();

    before(async () => {
      const openStage = stages(sql);
      for (const { name } of timed) open.set(name, await openStage(1));
    });

    for (const recording of timed) {
      it(`in ${recording.name}`, async () => {
        const stage = open.get(recording.name);
        assert.ok(stage);
        const differences = await run(recording, () => Promise.resolve(stage), 1);
        assert.equal(differences.length, 0, inWords(recording.name, differences));
      });
    }
  },
);
