import { watch, type Readable } from '../lib/signal.ts';
import type { ChannelState } from '../sync/channel.ts';

/** What the database broadcasts to a room when somebody's right on it is given, changed or taken away. */
const RIGHTS_CHANGED = 'rights';

/** A listener to broadcasts, by name, that asks again for what depends on rights: the broadcast says no more. */
export function onRights(ask: () => void): (event: string) => void {
  return (event) => {
    if (event === RIGHTS_CHANGED) ask();
  };
}

/** Asks again after every join, for what was broadcast before it was not heard, and when the room is refused. */
export function askAtJoins(room: Readable<ChannelState>, ask: () => void, until: AbortSignal): void {
  watch(room, ({ name }) => (name === 'live' || name === 'refused') && ask(), until);
}
