import type { Environment } from '../environment.ts';
import { floodGate } from '../lib/flood-gate.ts';
import { perFrame } from '../lib/per-frame.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import type { Tracked } from '../sync/rows.ts';
import type { AnswerStatus, ChatMessage } from './chat-message.ts';
import { beyond, joined, pieceOf, withPiece, type Told } from './chat-stream.ts';

/** A message as it is shown: an answer that is being written is longer than its row. The same object while nothing changes. */
export interface ChatItem extends Tracked<ChatMessage> {
  readonly text: string;
  /** As the row says; `interrupted` also when nothing has come for half a minute. */
  readonly status: AnswerStatus;
}

/** The messages, with what is told of answers on the way. */
export interface Answers {
  readonly items: Readable<readonly ChatItem[]>;
  /** Takes in a broadcast: pieces of answers. */
  hear(event: string, payload: unknown): void;
  /** Shows an answer as stopped, and hears no more of it, until its row says more or the returned function is called. */
  hold(id: string): () => void;
}

/** An answer of which nothing has come for so long is interrupted, in milliseconds. */
export const SILENCE_MS = 30_000;
/** One that was saved so long ago has nobody who writes it, whatever the clocks say. */
const LONG_AGO_MS = 5 * 60_000;
/** So many answers are listened to at once … */
const MAX_ANSWERS = 10;
/** … and so many pieces in a second: of each the server sends ten. */
const PER_SECOND = 100;

interface Progress {
  /** Changes whenever something has come. */
  readonly mark: string;
  readonly at: number;
}

/** Joins rows and pieces. */
export function createAnswers(
  rows: Readable<readonly Tracked<ChatMessage>[]>,
  { now, after, frame }: Pick<Environment, 'now' | 'after' | 'frame'>,
  until: AbortSignal,
): Answers {
  const told = new Map<string, Told>();
  const progress = new Map<string, Progress>();
  const held = new Set<string>();
  const items = signal<readonly ChatItem[]>([]);
  const admits = floodGate({ perSecond: PER_SECOND, now });
  let shown = new Map<string, ChatItem>();
  let cancelNext: (() => void) | undefined;

  const isSilent = ({ id, rev, updated_at: saved }: ChatMessage, text: string): boolean => {
    const mark = `${rev} ${text.length}`;
    const before = progress.get(id);
    const isOld = !before && Date.parse(saved) < now() - LONG_AGO_MS;
    if (before?.mark !== mark) progress.set(id, { mark, at: isOld ? -Infinity : now() });
    return now() >= (progress.get(id)?.at ?? 0) + SILENCE_MS;
  };
  const writtenOf = (row: ChatMessage): Pick<ChatItem, 'text' | 'status'> => {
    const { id, content, status, metadata } = row;
    if (status !== 'streaming') {
      for (const kept of [told, progress, held]) kept.delete(id);
      return { text: content, status };
    }
    // Another one goes on with it, from what is saved: what was told beyond that is not so any more.
    const before = shown.get(id)?.row.metadata ?? metadata;
    if (before['run'] !== metadata['run']) told.delete(id);
    const rest = beyond(content, told.get(id) ?? []);
    if (told.has(id)) told.set(id, rest);
    const text = joined(content, rest);
    if (held.has(id)) return { text, status: 'stopped' };
    return { text, status: isSilent(row, text) ? 'interrupted' : status };
  };
  const itemOf = (tracked: Tracked<ChatMessage>): ChatItem => {
    const item = { ...tracked, ...writtenOf(tracked.row) };
    const before = shown.get(tracked.row.id);
    return before && isSame(before, item) ? before : item;
  };
  const look = (): void => {
    cancelNext?.();
    const next = rows.get().map(itemOf);
    shown = new Map(next.map((item) => [item.row.id, item]));
    for (const id of progress.keys()) if (!shown.has(id)) progress.delete(id);
    items.set(next);
    const waits = [...progress.values()].map(({ at }) => at + SILENCE_MS - now()).filter((ms) => ms > 0);
    if (waits.length > 0 && !until.aborted) cancelNext = after(Math.min(...waits), look);
  };
  const lookSoon = perFrame(look, frame, until);
  /** Pieces may come before their row does; what nobody has a row of makes room. */
  const hasRoom = (id: string): boolean => {
    if (told.has(id) || told.size < MAX_ANSWERS) return true;
    const stranger = [...told.keys()].find((other) => !shown.has(other));
    return stranger !== undefined && told.delete(stranger);
  };

  watch(rows, look, until);
  until.addEventListener('abort', () => cancelNext?.(), { once: true });
  return {
    items,
    hear(event, payload) {
      const piece = event === 'delta' ? pieceOf(payload) : undefined;
      if (!piece || held.has(piece.messageId) || !admits('') || !hasRoom(piece.messageId)) return;
      told.set(piece.messageId, withPiece(told.get(piece.messageId) ?? [], piece));
      lookSoon();
    },
    hold(id) {
      held.add(id);
      lookSoon();
      return () => {
        held.delete(id);
        lookSoon();
      };
    },
  };
}

function isSame(a: ChatItem, b: ChatItem): boolean {
  return (Object.keys(b) as (keyof ChatItem)[]).every((name) => a[name] === b[name]);
}
