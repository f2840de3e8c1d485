import { createFact, type Fact } from '../sync/fact.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Feature } from './feature.ts';

/** A conversation, as those who are in it know it. */
export interface ChatSession {
  readonly id: string;
  /** Whose it is. */
  readonly user_id: string;
  readonly title: string | null;
  /** `live`: others join it by its link and right. */
  readonly session_type: string;
  readonly deleted_at: string | null;
}

/** Who is in may change without an event: it is asked for at least so often, in milliseconds. */
const MEMBER_MS = 60_000;

/** What is known of a conversation, by the id of its session; null where I am not in it. */
export const chatAbout: Feature<Fact<ChatSession | null>> = {
  name: 'chat-about',
  open: (session, context, until) =>
    createFact<ChatSession | null>({
      name: `chat:${session}`,
      async read() {
        const { remote } = context;
        await remote.checkSchema();
        const columns = 'id,user_id,title,session_type,deleted_at';
        const [found] = await remote.select<ChatSession>('chat_sessions', columns, 'id', [session]);
        return found && found.deleted_at === null ? found : null;
      },
      everyMs: MEMBER_MS,
      ...context,
      until,
    }),
};

/** Takes part in a conversation that can be joined. @throws NalityError `denied` */
export function takePart(session: string, { remote, me }: FeatureContext): Promise<void> {
  const row = { session_id: session, user_id: me.get() };
  return remote.put('chat_participants', row, 'session_id,user_id', { leave: true });
}
