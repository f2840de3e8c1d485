import { warnOnce } from '../shared/warn.ts';
import { VIEWS, type View } from './grouping.ts';
import { isUuid } from '../../core/lib/uuid.ts';

/** How two people's changes of one field are brought together. */
export const CONFLICT_STRATEGIES = ['server_wins', 'client_wins', 'merge', 'prompt_user'] as const;

/** One of the ways. */
export type ConflictStrategy = (typeof CONFLICT_STRATEGIES)[number];

/** The view that an attribute names; `time`, and a warning, for what is none. */
export function viewOf(value: string): View {
  return oneOf(VIEWS, value, 'view');
}

/** The strategy that an attribute names; `server_wins`, and a warning, for what is none. */
export function conflictStrategyOf(value: string): ConflictStrategy {
  return oneOf(CONFLICT_STRATEGIES, value, 'conflict-strategy');
}

/** Warns of a `user-id` that is none. */
export function checkUserId(value: string): void {
  if (value !== '' && !isUuid(value)) {
    warnOnce(`<nality-timeline user-id="${value}">: user-id must be the UUID of a person.`);
  }
}

function oneOf<T extends string>(known: readonly [T, ...T[]], value: string, attribute: string): T {
  const found = known.find((name) => name === value);
  if (found) return found;
  warnOnce(`<nality-timeline ${attribute}="${value}">: ${attribute} must be one of ${known.join(', ')}.`);
  return known[0];
}
