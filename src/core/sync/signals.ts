import { isUuid } from '../lib/uuid.ts';
import type { Values } from './rows.ts';

/** Where somebody points: within the card of an event, or within the whole where there is no subject. */
export interface Cursor {
  /** The event's id. */
  readonly subject: string | null;
  /** Shares of the width and of the height, 0 to 1: people have different screens. */
  readonly x: number;
  readonly y: number;
}

/** What somebody has marked in a field. */
export interface Selection {
  /** The event's id. */
  readonly subject: string;
  /** The name of the field, as its column is called. */
  readonly field: string;
  /** In UTF-16 code units, as in the DOM; equal for a caret. */
  readonly start: number;
  readonly end: number;
}

/** What collaborators tell each other. */
export type Signal =
  | { readonly type: 'edit_start' | 'edit_end'; readonly subject: string }
  | { readonly type: 'cursor_move'; readonly at: Cursor | null }
  | { readonly type: 'selection_change'; readonly what: Selection | null }
  | { readonly type: 'typing'; readonly place: string; readonly typing: boolean };

/** From whom, and when. */
export interface Sender {
  readonly me: string;
  readonly tab: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A broadcast as it goes over the line. */
export interface Broadcast {
  readonly event: string;
  readonly payload: Values;
}

/** The product's names for broadcasts between collaborators, and in a conversation. */
const COLLABORATION = 'collaboration';
const TYPING = 'typing';

/** Whether broadcasts of that name are between collaborators. */
export function isSignal(event: string): boolean {
  return event === COLLABORATION || event === TYPING;
}

/** Positions are believed up to here: no field of ours holds more. */
const MAX_POSITION = 100_000;

/** A signal in the product's shape. `user_id` and `timestamp` are for other readers: ours believe neither. */
export function broadcastOf(signal: Signal, { me, tab, now }: Sender): Broadcast {
  const sender = { user_id: me, tab, timestamp: now };
  if (signal.type === 'typing')
    return {
      event: TYPING,
      payload: { ...sender, place: signal.place, is_typing: signal.typing },
    };
  return { event: COLLABORATION, payload: { ...sender, type: signal.type, data: dataOf(signal) } };
}

function dataOf(signal: Exclude<Signal, { type: 'typing' }>): Values | null {
  switch (signal.type) {
    case 'edit_start':
    case 'edit_end':
      return { event_id: signal.subject };
    case 'cursor_move':
      return signal.at && { event_id: signal.at.subject, x: signal.at.x, y: signal.at.y };
    case 'selection_change': {
      if (!signal.what) return null;
      const { subject, field, start, end } = signal.what;
      return { event_id: subject, field, start, end };
    }
  }
}

/** Which connection a broadcast says that it comes from; undefined where it says nothing that can be one. */
export function tabOf(payload: unknown): string | undefined {
  return idIn(recordOf(payload)['tab']);
}

/**
 * What a broadcast says; undefined for what is not known, not whole, or not of that shape. Everything in the answer
 * is made anew from checked fields: ids are UUIDs, numbers are finite and clamped, nothing of the payload is kept.
 */
export function signalOf(event: string, payload: unknown): Signal | undefined {
  const { type, data, place, is_typing: typing } = recordOf(payload);
  if (event === TYPING) {
    const id = idIn(place);
    return id !== undefined && typeof typing === 'boolean'
      ? { type: 'typing', place: id, typing }
      : undefined;
  }
  if (event !== COLLABORATION) return undefined;
  switch (type) {
    case 'edit_start':
    case 'edit_end': {
      const subject = idIn(recordOf(data)['event_id']);
      return subject === undefined ? undefined : { type, subject };
    }
    case 'cursor_move':
      return heard(data, cursorIn, (at) => ({ type, at }));
    case 'selection_change':
      return heard(data, selectionIn, (what) => ({ type, what }));
    default:
      return undefined;
  }
}

/** `null` says that there is nothing any more; what cannot be read says nothing at all. */
function heard<T>(
  data: unknown,
  read: (data: Readonly<Record<string, unknown>>) => T | undefined,
  say: (value: T | null) => Signal,
): Signal | undefined {
  const value = data === null ? null : read(recordOf(data));
  return value === undefined ? undefined : say(value);
}

function cursorIn(data: Readonly<Record<string, unknown>>): Cursor | undefined {
  const subject = data['event_id'] == null ? null : idIn(data['event_id']);
  const x = clamped(data['x'], 1);
  const y = clamped(data['y'], 1);
  return subject === undefined || x === undefined || y === undefined ? undefined : { subject, x, y };
}

function selectionIn(data: Readonly<Record<string, unknown>>): Selection | undefined {
  const subject = idIn(data['event_id']);
  const { field } = data;
  const start = clamped(data['start'], MAX_POSITION);
  const end = clamped(data['end'], MAX_POSITION);
  if (subject === undefined || start === undefined || end === undefined) return undefined;
  if (typeof field !== 'string' || !/^[a-z_]{1,40}$/.test(field)) return undefined;
  return { subject, field, start: Math.floor(start), end: Math.floor(Math.max(start, end)) };
}

function clamped(value: unknown, max: number): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Math.min(Math.max(value, 0), max);
}

function idIn(value: unknown): string | undefined {
  return typeof value === 'string' && isUuid(value) ? value.toLowerCase() : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
