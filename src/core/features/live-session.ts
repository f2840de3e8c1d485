import { computed, watch, type Readable } from '../lib/signal.ts';
import { chatAbout, takePart, type ChatSession } from './chat-about.ts';
import type { Feature } from './feature.ts';
import type { FeatureContext } from './feature-context.ts';
import { openPresence, type Presence } from './presence.ts';
import { openTogether, type Together } from './together.ts';

/**
 * A conversation that others join by its link, and what its people do together: who is here, what they edit, where they
 * point. Whoever joined by the link is in as long as it is live and they may comment on the owner's timeline.
 */
export interface LiveSession extends Presence, Together {
  /** What is known of it; null where I am not in it, undefined until that is known. */
  readonly session: Readable<ChatSession | null | undefined>;
  /** Whether it can be joined by its link. */
  readonly live: Readable<boolean>;
  /** Whether it is mine: then it is me who opens and ends it. */
  readonly mine: Readable<boolean>;
  /** Lets people in by the link from now on, also whom I took out before. @throws NalityError `denied` */
  open(): Promise<void>;
  /** Lets nobody in any more; whoever came by the link is out. @throws NalityError `denied` */
  end(): Promise<void>;
  /** Comes in. @throws NalityError `denied`, also for whom was taken out of it */
  join(): Promise<void>;
  /** Goes out. */
  leave(): Promise<void>;
  /** Takes somebody out, until I open it anew. @throws NalityError `denied` */
  dismiss(person: string): Promise<void>;
}

/** A live session, by the id of its conversation. */
export const liveSessionFeature: Feature<LiveSession> = { name: 'live-session', open: openLiveSession };

function openLiveSession(id: string, context: FeatureContext, until: AbortSignal): LiveSession {
  const { remote, me } = context;
  const topic = `live:${id}`;
  const about = context.use(chatAbout, id, until);
  const { people, phase, room, members, reload } = openPresence(topic, context, until);
  // A list that is another one may tell that I am out; and whoever has come in finds out here.
  watch(members, about.refresh, until);
  watch(computed([about.value], Boolean), reload, until);
  const tell = async (work: Promise<unknown>): Promise<void> => {
    await work;
    about.refresh();
  };
  const setLive = (is_live: boolean): Promise<void> =>
    tell(remote.rpc('nality_live', { session: id, is_live }));
  const takeOut = (person?: string): Promise<void> => tell(remote.rpc('nality_leave', { topic, person }));
  return {
    people,
    phase,
    reload,
    ...openTogether(room, context, until),
    session: about.value,
    live: computed([about.value], (session) => session?.session_type === LIVE_TYPE),
    mine: computed([about.value, me], (session, mine) => session?.user_id === mine && mine !== undefined),
    open: () => setLive(true),
    end: () => setLive(false),
    join: () => tell(takePart(id, context)),
    leave: () => takeOut(),
    dismiss: takeOut,
  };
}

const LIVE_TYPE = 'live';
