import { readFile, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the recordings that belong to the project. */
export const RECORDINGS = fileURLToPath(new URL('./recordings/', import.meta.url));

/** One moment of a recorded conversation. */
export interface RecordedFrame {
  /** Milliseconds since the start. */
  t: number;
  /** The client; absent for what nobody in particular did. */
  c?: string | null;
  /** What happened: `>` was sent, `<` was received, `connect`, `open`, `close`, `sql`, `http>`, `note` … */
  d: string;
  /** The text of the frame, the address, the SQL or the note. */
  raw: string;
  /** A binary frame, in base64. */
  b64?: string;
  /** Of a close. */
  code?: number;
  /** Of an answer over HTTP. */
  status?: number;
  headers?: Record<string, string>;
  /** Of a request over HTTP; bytes are written as `base64:…`. */
  body?: string;
  /** Of a statement. */
  params?: unknown[];
}

/** A conversation with the real server. */
export interface Recording {
  /** The file, relative to the folder of all recordings, without its ending. */
  name: string;
  about: string;
  /** When it began, in milliseconds since 1970. */
  recordedAt: number;
  frames: RecordedFrame[];
}

/** A folder of recordings, and the SQL with which the database was prepared. */
export interface RecordingFolder {
  recordings: Recording[];
  /** In the order in which it runs, as the project's owner. */
  sql: string[];
}

const PREPARATION = ['fixtures.sql', 'policies.sql'];

/** Reads every recording below the folder, in the order of the names. */
export async function readRecordings(folder: string): Promise<RecordingFolder> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((name) => name.endsWith('.json')).sort();
  return {
    recordings: await Promise.all(files.map((file) => readRecording(folder, join(folder, file)))),
    sql: await Promise.all(PREPARATION.map((name) => readFile(join(folder, name), 'utf8'))),
  };
}

async function readRecording(folder: string, file: string): Promise<Recording> {
  const { about, recorded_at, frames } = JSON.parse(await readFile(file, 'utf8')) as {
    about: string;
    recorded_at?: string;
    frames: RecordedFrame[];
  };
  if (!Array.isArray(frames)) throw new Error(`${basename(file)} is no recording: it has no frames.`);
  const name = relative(folder, file)
    .replace(/\.json$/, '')
    .replaceAll('\\', '/');
  return { name, about, frames, recordedAt: recorded_at ? Date.parse(recorded_at) : guessBeginning(frames) };
}

const STAMP = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|\+00:00))"/;
const EXPIRED = /Token has expired 0 seconds ago/;

/** Of a recording that does not say when it began: from what the server wrote down, or from a token's end. */
function guessBeginning(frames: readonly RecordedFrame[]): number {
  for (const { d, raw, t } of frames) {
    const stamp = d === '<' ? STAMP.exec(raw)?.[1] : undefined;
    if (stamp) return Date.parse(stamp) - t;
  }
  const end = frames.find(({ d, raw }) => d === '<' && EXPIRED.test(raw));
  const expiries = frames.flatMap(({ raw }) => [...raw.matchAll(/eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]*/g)]);
  const earliest = Math.min(...expiries.map(([, body = '']) => expiryOf(body)));
  return end && Number.isFinite(earliest) ? earliest * 1000 - end.t : Date.now();
}

function expiryOf(body: string): number {
  const { exp } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { exp?: number };
  return exp ?? Infinity;
}
