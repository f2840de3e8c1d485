/**
 * Holds the recorded conversations with the real Supabase Realtime against the local backend:
 * `npm run conformance -- [DIR] [--only NAME] [--pace N] [--at-once N] [--database-url URL]`. With a URL each
 * conversation has a database of its own on that PostgreSQL server, made and deleted by the superuser that it names.
 * Ends with `N matched, N differ`.
 */
import { parseArgs } from 'node:util';
import { describe } from './conformance/describe.ts';
import { RECORDINGS, readRecordings } from './conformance/recording.ts';
import { run } from './conformance/run.ts';
import { stages } from './conformance/stage.ts';
import { useServer } from './support/test-database.ts';
import { mapConcurrently } from './runner/map-concurrently.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    pace: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '8' },
    'database-url': { type: 'string' },
  },
});
if (values['database-url']) useServer(values['database-url']);
const folder = await readRecordings(positionals[0] ?? RECORDINGS);
const recordings = folder.recordings.filter(({ name }) => name.includes(values.only));
const openStage = stages(folder.sql);
const outcomes = await mapConcurrently(recordings, Number(values['at-once']), async (recording) => {
  const differences = await run(recording, openStage, Number(values.pace));
  console.log(describe(recording.name, differences));
  return differences.length === 0;
});
const matched = outcomes.filter(Boolean).length;
console.log(`${matched} matched, ${outcomes.length - matched} differ`);
process.exitCode = matched === outcomes.length && matched > 0 ? 0 : 1;
