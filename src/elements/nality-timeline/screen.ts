import { isUuid } from '../../core/lib/uuid.ts';
import type { NalityError } from '../../core/errors.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import type { Nality } from '../../core/nality.ts';
import type { ProviderState } from '../shared/context.ts';

/** Who looks at the timeline. */
export type Identity = ReturnType<Nality['identity']['get']>;
type Connection = ReturnType<Nality['connection']['get']>;
type Phase = ReturnType<Timeline['phase']['get']>;
type Level = ReturnType<Timeline['level']['get']>;

/** Everything that decides what the timeline shows. */
export interface Situation {
  /** The `user-id` attribute. */
  readonly userId: string;
  readonly provider: ProviderState;
  readonly identity: Identity | undefined;
  readonly connection: Connection | undefined;
  readonly phase: Phase | undefined;
  readonly level: Level | undefined;
  /** How many events there are to show. */
  readonly count: number;
}

/** Why there is nothing to see, though nothing is wrong. */
export type NoticeName =
  'emptyMine' | 'emptyTheirs' | 'notShared' | 'signIn' | 'signInMine' | 'invalidUser' | 'offline';

/** A line above the events. */
export type BannerName = 'offline' | 'reconnecting' | 'signIn' | 'failed';

/** What the timeline shows. */
export type Screen =
  | { readonly name: 'loading' }
  | { readonly name: 'notice'; readonly notice: NoticeName }
  | { readonly name: 'error'; readonly error: NalityError; readonly retry: boolean }
  | { readonly name: 'events'; readonly banner: BannerName | undefined };

/** Whose timeline is meant: the one asked for, else mine; `undefined` while that is not known. */
export function ownerOf(userId: string, identity: Identity | undefined): string | undefined {
  if (userId !== '') return isUuid(userId) ? userId.toLowerCase() : undefined;
  return identity?.name === 'person' ? identity.id : undefined;
}

/** What to show. */
export function screenOf(now: Situation): Screen {
  if (now.userId !== '' && !isUuid(now.userId)) return { name: 'notice', notice: 'invalidUser' };
  if (now.provider.name === 'failed') return { name: 'error', error: now.provider.error, retry: false };
  if (now.userId === '' && now.identity?.name === 'anonymous')
    return { name: 'notice', notice: 'signInMine' };
  if (now.count > 0) return { name: 'events', banner: bannerOf(now) };
  return emptyScreen(now);
}

function emptyScreen(now: Situation): Screen {
  switch (now.phase?.name) {
    case undefined:
    case 'loading':
      return isOffline(now.connection) ? { name: 'notice', notice: 'offline' } : { name: 'loading' };
    case 'failed':
      return failed(now, now.phase.error);
    case 'stale':
      return { name: 'notice', notice: 'offline' };
    case 'live':
      return { name: 'notice', notice: noticeOf(now) };
  }
}

/** What I may not see is no error: it may be shared with me later. */
function failed(now: Situation, error: NalityError): Screen {
  const closed = error.code === 'denied' || error.code === 'auth-required' || error.code === 'not-found';
  return closed ? { name: 'notice', notice: closedNotice(now) } : { name: 'error', error, retry: true };
}

function noticeOf(now: Situation): NoticeName {
  if (now.level === 'none' || now.level === undefined) return closedNotice(now);
  const mine = now.identity?.name === 'person' && now.identity.id === ownerOf(now.userId, now.identity);
  return mine ? 'emptyMine' : 'emptyTheirs';
}

function closedNotice({ identity }: Situation): NoticeName {
  return identity?.name === 'anonymous' ? 'signIn' : 'notShared';
}

/** The line above the events; none while all is well. */
function bannerOf({ connection, phase }: Situation): BannerName | undefined {
  if (phase?.name === 'failed') return 'failed';
  if (connection?.name === 'needs-auth') return 'signIn';
  if (isOffline(connection)) return 'offline';
  return phase?.name === 'stale' ? 'reconnecting' : undefined;
}

function isOffline(connection: Connection | undefined): boolean {
  return connection?.name === 'paused' && connection.reasons.includes('offline');
}

/** Whether the events may be changed here. */
export function mayEdit(level: Level | undefined, readonly: boolean): boolean {
  return !readonly && (level === 'edit' || level === 'admin' || level === 'owner');
}
