import { GOODBYE } from './script.ts';
import type { Part } from './variables.ts';
import { maskOf, textOf } from './variables.ts';

/**
 * What is a matter of chance in the order of one client's frames. In the real server a channel, a room's presences
 * and a subscription to changes are processes of their own, and the recordings show their messages in both orders:
 *
 * - a presence diff before and after the answer to the call that caused it (server_restart, private_allowed);
 * - the end of a subscription before and after `presence_state`, and among the messages of other channels
 *   (filter_errors);
 * - which of the channels whose token ends ends first: each has a timer of its own (token_expiry);
 * - one change for several channels in any order of the channels (filter_errors).
 *
 * And when a client says goodbye, the server may or may not answer what it was told just before.
 */
const ANSWER = /"phx_reply",(?:"topic":"[^"]*","payload":)?\{"status":"ok","response":\{\}\}/;
const DIFF = /"presence_diff"/;
const STATE = /"presence_state"/;
const SUBSCRIPTION = /"system".*"extension":"postgres_changes"/s;
const ENDING = /"message":"Token has expired|"phx_close"/;
const CHANGE = /"postgres_changes",(?:"topic":"[^"]*","payload":)?\{"data"/;

interface Event {
  parts: Part[];
  mask: string;
  topic: string | undefined;
}

/** One order for all orders that are the same but for chance: of those who may come first, the first by its text. */
export function settled(events: readonly Part[][]): Part[][] {
  const left = withoutFarewell(events).map(toEvent);
  const settled: Part[][] = [];
  while (left.length > 0) {
    const free = left.filter((event, index) =>
      left.slice(0, index).every((before) => commute(before, event)),
    );
    const next = free.reduce((first, event) => (event.mask < first.mask ? event : first));
    left.splice(left.indexOf(next), 1);
    settled.push(next.parts);
  }
  return settled;
}

function toEvent(parts: Part[]): Event {
  return { parts, mask: maskOf(parts), topic: /"(realtime:[^"]*)"/.exec(textOf(parts))?.[1] };
}

/** Between a client's goodbye and the end of its socket nothing is sure to come, the end not either. */
function withoutFarewell(events: readonly Part[][]): Part[][] {
  let leaving = false;
  return events.filter((parts) => {
    const text = textOf(parts);
    if (text === 'open') leaving = false;
    const left = leaving;
    if (text === GOODBYE) leaving = true;
    return !left;
  });
}

function commute(a: Event, b: Event): boolean {
  if (a.topic === undefined || b.topic === undefined) return false;
  if (a.topic !== b.topic) return either(SUBSCRIPTION, a, b) || areEndings(a, b) || isSameChange(a, b);
  return both(ANSWER, DIFF, a, b) || both(SUBSCRIPTION, STATE, a, b);
}

function areEndings(a: Event, b: Event): boolean {
  return ENDING.test(a.mask) && ENDING.test(b.mask);
}

/** Texts, not masks: two changes in one moment are two. */
function isSameChange(a: Event, b: Event): boolean {
  return CHANGE.test(a.mask) && CHANGE.test(b.mask) && changeIn(a) === changeIn(b);
}

function changeIn({ parts }: Event): string {
  return textOf(parts)
    .replace(/"realtime:[^"]*"/, '')
    .replace(/"ids":\[[^\]]*\]/, '');
}

function either(kind: RegExp, a: Event, b: Event): boolean {
  return kind.test(a.mask) || kind.test(b.mask);
}

function both(one: RegExp, other: RegExp, a: Event, b: Event): boolean {
  return (one.test(a.mask) && other.test(b.mask)) || (other.test(a.mask) && one.test(b.mask));
}
