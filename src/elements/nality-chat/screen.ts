import type { Chat } from '../../core/features/chat.ts';
import { isUuid } from '../../core/lib/uuid.ts';
import {
  bannerOf,
  listScreen,
  type BannerName,
  type Identity,
  type ListScreen,
  type Situation,
} from '../shared/screen.ts';

/** Everything that decides what the chat shows. */
export interface ChatSituation extends Situation {
  /** The `session-id` attribute. */
  readonly sessionId: string;
  /** Whether there is no conversation yet: the first message begins one. */
  readonly fresh: boolean;
  readonly identity: Identity | undefined;
  readonly session: ReturnType<Chat['session']['get']>;
}

/** Why there is nothing to see, though nothing is wrong. */
export type NoticeName = 'signIn' | 'join' | 'invalid' | 'offline';

/** What the chat shows. With `empty` and `items` one can write. */
export type Screen =
  | Exclude<ListScreen, { name: 'empty' | 'closed' | 'offline' }>
  | { readonly name: 'empty'; readonly banner?: BannerName | undefined }
  | { readonly name: 'notice'; readonly notice: NoticeName };

/** What to show. */
export function screenOf(now: ChatSituation): Screen {
  const { sessionId, provider, identity, fresh, session, phase } = now;
  if (provider.name === 'failed') return { name: 'error', error: provider.error, retry: false };
  if (sessionId !== '' && !isUuid(sessionId)) return notice('invalid');
  if (identity?.name === 'anonymous') return notice('signIn');
  // Whoever writes the first message goes on with it, whatever becomes of the line.
  if (fresh || (now.count === 0 && phase?.name === 'stale'))
    return { name: 'empty', banner: bannerOf(fresh ? { ...now, phase: undefined } : now) };
  if (session === null && now.count === 0 && phase?.name === 'live') return notice('join');
  const screen = listScreen(now);
  switch (screen.name) {
    case 'closed':
      return notice('join');
    case 'offline':
      return notice('offline');
    case 'empty':
      return { name: 'empty' };
    default:
      return screen;
  }
}

function notice(name: NoticeName): Screen {
  return { name: 'notice', notice: name };
}
