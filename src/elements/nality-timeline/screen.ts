import { isUuid, uuidIn } from '../../core/lib/uuid.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import { listScreen, type Identity, type ListScreen, type Situation } from '../shared/screen.ts';

type Level = ReturnType<Timeline['level']['get']>;

/** Everything that decides what the timeline shows. */
export interface TimelineSituation extends Situation {
  /** The `user-id` attribute. */
  readonly userId: string;
  readonly identity: Identity | undefined;
  readonly level: Level | undefined;
}

/** Why there is nothing to see, though nothing is wrong. */
export type NoticeName =
  'emptyMine' | 'emptyTheirs' | 'notShared' | 'signIn' | 'signInMine' | 'invalidUser' | 'offline';

/** What the timeline shows. */
export type Screen =
  | Exclude<ListScreen, { name: 'empty' | 'closed' | 'offline' }>
  | { readonly name: 'notice'; readonly notice: NoticeName };

/** Whose timeline is meant: the one asked for, else mine; `undefined` while that is not known. */
export function ownerOf(userId: string, identity: Identity | undefined): string | undefined {
  if (userId !== '') return uuidIn(userId);
  return identity?.name === 'person' ? identity.id : undefined;
}

/** What to show. */
export function screenOf(now: TimelineSituation): Screen {
  const { userId, provider, identity } = now;
  if (userId !== '' && !isUuid(userId)) return { name: 'notice', notice: 'invalidUser' };
  if (provider.name !== 'failed' && userId === '' && identity?.name === 'anonymous')
    return { name: 'notice', notice: 'signInMine' };
  const screen = listScreen(now);
  switch (screen.name) {
    case 'empty':
      return { name: 'notice', notice: emptyNotice(now) };
    case 'closed':
      return { name: 'notice', notice: closedNotice(now) };
    case 'offline':
      return { name: 'notice', notice: 'offline' };
    default:
      return screen;
  }
}

function emptyNotice(now: TimelineSituation): NoticeName {
  if (now.level === 'none' || now.level === undefined) return closedNotice(now);
  const mine = now.identity?.name === 'person' && now.identity.id === ownerOf(now.userId, now.identity);
  return mine ? 'emptyMine' : 'emptyTheirs';
}

function closedNotice({ identity }: TimelineSituation): NoticeName {
  return identity?.name === 'anonymous' ? 'signIn' : 'notShared';
}

/** Whether the events may be changed here. */
export function mayEdit(level: Level | undefined, readonly: boolean): boolean {
  return !readonly && (level === 'edit' || level === 'admin' || level === 'owner');
}
