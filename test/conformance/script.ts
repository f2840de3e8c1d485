import type { RecordedFrame, Recording } from './recording.ts';
import { lengthen } from './shortened.ts';

/** What is done to the server, in the order of the recording. */
export type Action =
  | { do: 'connect'; client: string; url: string; headers: Record<string, string> }
  | { do: 'send'; client: string; data: string | Buffer }
  | { do: 'close' | 'terminate' | 'drop'; client: string }
  | { do: 'request'; method: string; path: string; headers: Record<string, string>; body?: string | Buffer }
  | { do: 'sql'; sql: string; params: unknown[] }
  | { do: 'flood'; client: string; count: number; milliseconds: number }
  | { do: 'stop server' | 'start server' | 'restart database' };

/** A step of the script: something is done, or one who listens is told something. */
export type Step = { t: number; action: Action } | { t: number; party: string; event: string };

/** Answers over HTTP belong to nobody's socket. */
export const HTTP = 'HTTP';

/** Stands among a client's events where the client itself ends its socket. */
export const GOODBYE = 'the client closes';

/** Broadcasts that a recording counts instead of listing them. */
export interface Elision {
  client: string;
  receiver: string;
  sent: number;
  received: number;
  /** How many were sent in a second. */
  rate: number;
}

export interface Script {
  steps: Step[];
  /** Whether the recording has the headers of answers over HTTP. */
  hasHeaders: boolean;
  elision?: Elision;
}

const ELIDED =
  /broadcast frames elided: sent up to (\d+) on (\w+), (\d+) received by (\w+)|broadcast frames elided: (\d+) sent on (\w+), (\d+) received by (\w+)/;
/** Headers that say something about the day or the machine rather than about the answer. */
const INCIDENTAL = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
  'x-request-id',
]);

/** Makes of a recording what is to be done and what has to be heard. */
export function toScript(recording: Recording): Script {
  const elision = findElision(recording);
  const frames = bySocket(recording.frames);
  const open = new Set<string>();
  const steps = frames.flatMap((frame, index) => {
    const note = lastNote(frames, index);
    return toSteps(frame, { note, open, frames, index });
  });
  const hasHeaders = recording.frames.some(({ d, headers }) => d === 'http<' && headers);
  return elision ? { steps: withFlood(steps, elision), hasHeaders, elision } : { steps, hasHeaders };
}

/** A client that connects again is another party: the end of its last socket may come after the next begins. */
function bySocket(frames: readonly RecordedFrame[]): RecordedFrame[] {
  const counts = new Map<string, number>();
  const open = new Map<string, string[]>();
  return frames.map((frame) => {
    const { c, d } = frame;
    if (c === undefined || c === null) return frame;
    const sockets = open.get(c) ?? [];
    if (d === 'connect') {
      const count = (counts.get(c) ?? 0) + 1;
      counts.set(c, count);
      open.set(c, [...sockets, count === 1 ? c : `${c} ${count}`]);
    }
    if (d === 'close' && sockets.length > 1) open.set(c, sockets.slice(1));
    return { ...frame, c: (d === 'close' ? sockets[0] : open.get(c)?.at(-1)) ?? c };
  });
}

interface Circumstances {
  /** What was noted last. */
  note: string;
  /** Whose socket is open: a library may close one twice. */
  open: Set<string>;
  frames: readonly RecordedFrame[];
  index: number;
}

function toSteps(frame: RecordedFrame, circumstances: Circumstances): Step[] {
  const { t, c, d } = frame;
  const party = c ?? '';
  if (d === 'open') circumstances.open.add(party);
  if (d === 'client-close' || d === 'client-terminate') {
    if (!circumstances.open.delete(party)) return [];
    const action: Action = { do: d === 'client-close' ? 'close' : 'terminate', client: party };
    return [
      { t, action },
      { t, party, event: GOODBYE },
    ];
  }
  const event = toEvent(frame);
  if (event) return [{ t, ...event }];
  const action = toAction(frame, circumstances);
  return action ? [{ t, action }] : [];
}

function toEvent({
  c,
  d,
  raw,
  b64,
  code,
  status,
  headers,
}: RecordedFrame): { party: string; event: string } | undefined {
  const party = c ?? '';
  switch (d) {
    case 'open':
      return { party, event: 'open' };
    case '<':
      return { party, event: b64 === undefined ? lengthen(raw) : binaryEvent(Buffer.from(b64, 'base64')) };
    case 'close':
      return { party, event: `close ${code}` };
    case 'http-upgrade-refused':
      return { party, event: answerEvent(status, headers, raw) };
    case 'http<':
      return { party: HTTP, event: answerEvent(status, headers, raw) };
    default:
      return undefined;
  }
}

/** Bytes as text in which names can be read and compared. */
export function binaryEvent(bytes: Buffer): string {
  return `binary ${bytes.toString('latin1')}`;
}

/** An answer over HTTP as one text; a recording without headers is compared without them. */
export function answerEvent(
  status: number | undefined,
  headers: Record<string, string> | undefined,
  body: string,
): string {
  const lines = Object.entries(headers ?? {})
    .filter(([name]) => !INCIDENTAL.has(name))
    .map(([name, value]) => `${name}: ${value}`);
  return [`${status}`, ...lines.sort(), '', body].join('\n');
}

function toAction(frame: RecordedFrame, circumstances: Circumstances): Action | undefined {
  const client = frame.c ?? '';
  switch (frame.d) {
    case 'connect':
      return { do: 'connect', client, url: frame.raw, headers: handshakeHeaders(circumstances) };
    case '>':
      return { do: 'send', client, data: frame.b64 ? Buffer.from(frame.b64, 'base64') : lengthen(frame.raw) };
    case 'http>':
      return toRequest(frame);
    case 'sql':
      return { do: 'sql', sql: frame.raw, params: frame.params ?? guessParameters(frame.raw, circumstances) };
    case 'note':
      return toHook(frame.raw, circumstances);
    default:
      return undefined;
  }
}

/** What an address does not show, the notes say. */
function handshakeHeaders({ note, frames }: Circumstances): Record<string, string> {
  if (note.includes('x-api-key')) {
    const key = frames.map(({ raw }) => /apikey=(eyJ[^&]+)/.exec(raw)?.[1]).findLast(Boolean);
    return key ? { 'x-api-key': key } : {};
  }
  return note.includes('unknown tenant') ? { host: 'unknown-tenant.example' } : {};
}

function toRequest({ raw, headers = {}, body }: RecordedFrame): Action {
  const [method = 'GET', address = '/'] = raw.split(' ');
  const path = address.replace(/^http:\/\/[^/]+/, '');
  if (body === undefined) return { do: 'request', method, path, headers };
  const content = body.startsWith('base64:') ? Buffer.from(body.slice(7), 'base64') : lengthen(body);
  return { do: 'request', method, path, headers, body: content };
}

/** A recording of the library's side keeps no parameters: a row's owner is whom the next message names. */
function guessParameters(sql: string, { frames, index }: Circumstances): unknown[] {
  if (!sql.includes('$1')) return [];
  const next = frames.findIndex(({ d }, at) => d === 'sql' && at > index);
  const heard = frames.slice(index + 1, next < 0 ? undefined : next);
  const owner = heard.map(({ raw }) => /"owner": "([^"]+)"/.exec(raw)?.[1]).find(Boolean);
  return [owner ?? '22222222-2222-4222-8222-222222222222'];
}

function toHook(note: string, { frames }: Circumstances): Action | undefined {
  if (note === 'SIGTERM') return { do: 'stop server' };
  if (note === 'server is up again') return { do: 'start server' };
  if (note === 'database is up again') return { do: 'restart database' };
  if (note === 'TCP socket destroyed') return { do: 'drop', client: frames[0]?.c ?? '' };
  return undefined;
}

function lastNote(frames: readonly RecordedFrame[], index: number): string {
  return frames.slice(0, index).findLast(({ d }) => d === 'note')?.raw ?? '';
}

function findElision({ frames, about }: Recording): Elision | undefined {
  const notes = frames.filter(({ d }) => d === 'note').map(({ raw }) => raw);
  const counts = notes.map((note) => ELIDED.exec(note)?.filter(Boolean)).find(Boolean);
  if (!counts) return undefined;
  const [, sent, client = '', received, receiver = ''] = counts;
  const rate = [...notes, about].map((text) => /~(\d+)\/s/.exec(text)?.[1]).find(Boolean) ?? sent;
  return { client, receiver, sent: Number(sent), received: Number(received), rate: Number(rate) };
}

/** The broadcasts begin when both have joined. */
function withFlood(steps: readonly Step[], { client, receiver, sent, rate }: Elision): Step[] {
  const joined = steps.findIndex(
    (step) => 'party' in step && step.party === receiver && step.event.includes('phx_reply'),
  );
  const t = (steps[joined]?.t ?? 0) + 1;
  const milliseconds = (sent / rate) * 1000;
  const flood: Step = { t, action: { do: 'flood', client, count: sent, milliseconds } };
  return [...steps.slice(0, joined + 1), flood, ...steps.slice(joined + 1)];
}
