import { isUuid } from '../../core/lib/uuid.ts';
import type { NalityError } from '../../core/errors.ts';
import type { Presence, PresentPerson } from '../../core/features/presence.ts';
import type { Nality } from '../../core/nality.ts';
import type { ProviderState } from '../shared/context.ts';

type Phase = ReturnType<Presence['phase']['get']>;

/** All that decides what the widget shows. */
export interface PresenceInput {
  readonly room: string;
  readonly provider: ProviderState;
  readonly identity: ReturnType<Nality['identity']['get']> | undefined;
  readonly connection: ReturnType<Nality['connection']['get']> | undefined;
  readonly phase: Phase | undefined;
  readonly people: readonly PresentPerson[];
}

/** What the widget shows. `note` says why people may be out of date. */
export type PresenceView =
  | { readonly name: 'loading' | 'offline' | 'no-room' | 'sign-in' | 'denied' | 'empty' }
  | { readonly name: 'failed'; readonly error: NalityError }
  | { readonly name: 'people'; readonly note: 'offline' | 'reconnecting' | undefined };

/** Decides what to show. People that are known stay on screen whatever the connection does. */
export function presenceView(input: PresenceInput): PresenceView {
  const { room, provider, phase, people } = input;
  if (provider.name === 'failed') return failure(provider.error, input);
  if (room === '') return { name: 'no-room' };
  if (phase?.name === 'failed') return failure(phase.error, input);
  if (people.length > 0 && !knowsMembersOnly(input))
    return { name: 'people', note: phase?.name === 'stale' ? staleness(input) : undefined };
  if (phase?.name === 'live' && input.identity?.name !== 'unknown') return { name: emptiness(input) };
  const { connection } = input;
  if (connection?.name === 'failed' || connection?.name === 'needs-auth')
    return failure(connection.error, input);
  return { name: isOffline(input) ? 'offline' : 'loading' };
}

/** The room of a timeline, family or session shows all its members, me among them: an empty one is not mine. */
function emptiness(input: PresenceInput): 'sign-in' | 'denied' | 'empty' {
  if (isNobody(input)) return 'sign-in';
  return isUuid(input.room) ? 'denied' : 'empty';
}

/** The room is not entered yet: that nobody is here would be a guess. */
function knowsMembersOnly({ phase, people }: PresenceInput): boolean {
  return phase?.name === 'loading' && people.every(({ status }) => status === 'offline');
}

/** Who is not signed in is invited, not told off. */
function failure(error: NalityError, input: PresenceInput): PresenceView {
  const { code } = error;
  if (code === 'auth-required' || (code === 'denied' && isNobody(input))) return { name: 'sign-in' };
  return code === 'denied' ? { name: 'denied' } : { name: 'failed', error };
}

function isNobody({ identity }: PresenceInput): boolean {
  return identity?.name === 'anonymous';
}

function isOffline({ connection }: PresenceInput): boolean {
  return connection?.name === 'paused' && connection.reasons.includes('offline');
}

function staleness(input: PresenceInput): 'offline' | 'reconnecting' {
  return isOffline(input) ? 'offline' : 'reconnecting';
}
