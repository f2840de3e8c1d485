import type { NalityError } from '../../core/errors.ts';
import type { Opened } from '../../core/features/feature.ts';
import type { Nality } from '../../core/nality.ts';
import type { ProviderState } from './context.ts';

/** Who looks at it. */
export type Identity = ReturnType<Nality['identity']['get']>;
type Connection = ReturnType<Nality['connection']['get']>;

/** What decides what a widget with a list shows. */
export interface Situation {
  readonly provider: ProviderState;
  readonly connection: Connection | undefined;
  readonly phase: ReturnType<Opened['phase']['get']> | undefined;
  /** How many items there are to show. */
  readonly count: number;
}

/** A line above the items. */
export type BannerName = 'offline' | 'reconnecting' | 'signIn' | 'failed';

/** What a widget with a list shows. */
export type ListScreen =
  | { readonly name: 'loading' }
  /** Nothing is wrong: there is nothing, there is nothing for me, or it cannot be told now. */
  | { readonly name: 'empty' | 'closed' | 'offline' }
  | { readonly name: 'error'; readonly error: NalityError; readonly retry: boolean }
  | { readonly name: 'items'; readonly banner: BannerName | undefined };

/** What to show. What is known stays on screen, whatever becomes of the connection. */
export function listScreen(now: Situation): ListScreen {
  const { provider, phase, connection, count } = now;
  if (provider.name === 'failed') return { name: 'error', error: provider.error, retry: false };
  if (count > 0) return { name: 'items', banner: bannerOf(now) };
  switch (phase?.name) {
    case undefined:
    case 'loading':
      return { name: isOffline(connection) ? 'offline' : 'loading' };
    case 'failed':
      return failed(phase.error);
    case 'stale':
      return { name: 'offline' };
    case 'live':
      return { name: 'empty' };
  }
}

/** What I may not see is no error: it may be shared with me later. */
function failed(error: NalityError): ListScreen {
  const closed = error.code === 'denied' || error.code === 'auth-required' || error.code === 'not-found';
  return closed ? { name: 'closed' } : { name: 'error', error, retry: true };
}

/** The line above the items; none while all is well. */
export function bannerOf({ connection, phase }: Situation): BannerName | undefined {
  if (phase?.name === 'failed') return 'failed';
  if (connection?.name === 'needs-auth') return 'signIn';
  if (isOffline(connection)) return 'offline';
  return phase?.name === 'stale' ? 'reconnecting' : undefined;
}

function isOffline(connection: Connection | undefined): boolean {
  return connection?.name === 'paused' && connection.reasons.includes('offline');
}
