import assert from 'node:assert/strict';
import { chatFeature, type Chat } from '../../../src/core/features/chat.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import { createNality, type Nality } from '../../../src/core/nality.ts';
import { broadcaster, hearAnswers } from '../../support/answers-room.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { pacedEnvironment, type PacedEnvironment } from '../../support/paced-environment.ts';
import { until } from '../../support/until.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** What the edge function answers; undefined: that all is well; `late`: nothing, as long as anybody waits. */
type FunctionAnswer = { readonly status: number; readonly body: object } | 'late' | undefined;

/** Somebody in front of a conversation, with a device of their own. */
export interface Seat {
  readonly core: Nality;
  readonly environment: PacedEnvironment;
  readonly end: AbortController;
  readonly session: string;
  readonly chat: Chat;
  /** The messages for whose answers the edge function was asked. */
  readonly asked: Signal<readonly string[]>;
  /** All calls of the edge function: its name, and the message. */
  readonly called: Signal<readonly (readonly [name: string, messageId: string])[]>;
  readonly answers: Signal<FunctionAnswer>;
  open(session: string): Chat;
  /** Cuts the network for calls, or mends it. */
  cut(off: boolean): void;
}

/** The real backend, whose edge function a test plays with the rights of the service. */
export type ChatStage = Awaited<ReturnType<typeof chatStage>>;

type Changes = 'postgres' | 'broadcast';

export async function chatStage() {
  const backend = await startTestBackend();
  const seats: Seat[] = [];
  const people = new Map<Seat, Person>();
  const { admin } = backend;

  const sit = (person: Person, session = '', changes: Changes = 'postgres'): Seat => {
    const seat = takeSeat(backend, person, session, changes);
    seats.push(seat);
    people.set(seat, person);
    return seat;
  };
  const insert = async (table: string, rows: object): Promise<void> => {
    const { error } = await admin.from(table).insert(rows as never);
    assert.equal(error, null);
  };
  const update = async (table: string, id: string, values: object): Promise<void> => {
    const { error } = await admin
      .from(table)
      .update(values as never)
      .eq('id', id);
    assert.equal(error, null);
  };
  const converse = async (owner: Person, ...others: readonly Person[]): Promise<string> => {
    const id = crypto.randomUUID();
    await insert('chat_sessions', { id, user_id: owner.id });
    for (const { id: user_id } of others) await insert('chat_participants', { session_id: id, user_id });
    return id;
  };

  return {
    sit,
    insert,
    update,
    personOf: (seat: Seat): Person => people.get(seat)!,
    person: (name: string): Promise<Person> => backend.createPerson(name),
    /** Marie's conversation with Irène, both live. */
    async pair(changes: Changes = 'postgres') {
      const [marie, irene] = await Promise.all([
        backend.createPerson('Marie'),
        backend.createPerson('Irène'),
      ]);
      const session = await converse(marie, irene);
      const [left, right] = [sit(marie, session, changes), sit(irene, session, changes)];
      for (const { chat } of [left, right]) await until(chat.phase, ({ name }) => name === 'live');
      return { marie, irene, session, left, right };
    },
    /** The assistant begins an answer. Returns its id. */
    async begin(session_id: string, reply_to: string): Promise<string> {
      const id = crypto.randomUUID();
      const type = { message_type: 'assistant_response', status: 'streaming' };
      await insert('chat_messages', { id, session_id, reply_to, content: '', ...type });
      return id;
    },
    /** Tells a piece of an answer, once everybody in the conversation hears it. */
    async tell(session: string, message_id: string, offset: number, text: string): Promise<void> {
      const say = broadcaster(backend.url, `answers:${session}`, backend.keys.secret);
      await hearAnswers(
        seats.map(({ core }) => core),
        session,
        say,
      );
      await say('delta', { message_id, offset, text });
    },
    save: (id: string, values: object): Promise<void> => update('chat_messages', id, values),
    /** A person says something on a topic by every way that there is, whether they may or not. */
    async broadcastAs(
      { client, accessToken }: Person,
      topic: string,
      event: string,
      payload: object,
    ): Promise<void> {
      await broadcaster(backend.url, topic, backend.keys.publishable, accessToken)(event, payload);
      for (const isPrivate of [true, false]) {
        await client.realtime.setAuth(accessToken);
        const channel = client.channel(topic, { config: { private: isPrivate } });
        await new Promise<void>(
          (resolve) => void channel.subscribe((status) => status === 'SUBSCRIBED' && resolve()),
        );
        await channel.send({ type: 'broadcast', event, payload });
        await channel.untrack(); // is answered after what was said before it
        await client.removeChannel(channel);
      }
    },
    async marks(session: string, person: string): Promise<unknown> {
      const { data } = await admin
        .from('chat_reads')
        .select()
        .eq('session_id', session)
        .eq('user_id', person);
      return data?.[0]?.last_read_message_id;
    },
    /** The events on a timeline, deleted ones included. */
    async eventsOf(person: Person): Promise<readonly Record<string, unknown>[]> {
      const { data } = await admin.from('life_events').select().eq('user_id', person.id);
      return data ?? [];
    },
    async propose(session_id: string, person: Person, values: object = {}): Promise<string> {
      const id = crypto.randomUUID();
      const event = { title: 'The glow at night', estimated_date: '1900', category: 'personal', ...values };
      await insert('chat_extracted_events', { id, session_id, user_id: person.id, ...event });
      return id;
    },
    share: (owner: Person, grantee: Person): Promise<void> =>
      insert('timeline_shares', {
        owner_id: owner.id,
        grantee_kind: 'user',
        grantee_id: grantee.id,
        level: 'comment',
        created_by: owner.id,
      }),
    async dismiss(session: string, person: Person): Promise<void> {
      const { error } = await admin
        .from('chat_participants')
        .delete()
        .eq('session_id', session)
        .eq('user_id', person.id);
      assert.equal(error, null);
    },
    /** Waits until something is so that no signal tells of. */
    becomes: (isSo: () => Promise<boolean>): Promise<void> => waitUntil(isSo, 'it never became so'),
    async close(): Promise<void> {
      await Promise.all(seats.map(({ core }) => core.close()));
      await backend.close();
    },
  };
}

function takeSeat(backend: TestBackend, person: Person, session: string, changes: Changes): Seat {
  const environment = pacedEnvironment();
  const asked = signal<readonly string[]>([]);
  const called = signal<Seat['called'] extends Signal<infer T> ? T : never>([]);
  const answers = signal<FunctionAnswer>(undefined);
  const end = new AbortController();
  const real = environment.fetch;
  let off = false;
  const onCall = async (name: string, init: RequestInit | undefined): Promise<Response> => {
    const { session_id: of, message_id: id } = JSON.parse(String(init?.body)) as Record<string, string>;
    assert.ok(of && id);
    called.set([...called.get(), [name, id]]);
    if (name === 'chat/messages') asked.set([...asked.get(), id]);
    const answer = answers.get() ?? { status: 200, body: {} };
    if (answer === 'late') return fetchLate(init?.signal);
    const { status, body } = answer;
    return Response.json(body, { status });
  };
  (environment as { fetch: typeof fetch }).fetch = async (input, init) => {
    if (off) throw new TypeError('Failed to fetch');
    const name = /\/functions\/v1\/(.*)$/.exec(String(input))?.[1];
    return name ? onCall(name, init) : real(input, init);
  };
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => person.accessToken,
    changes,
    environment,
  });
  const open = (id: string): Chat => core.use(chatFeature, id, end.signal);
  return {
    ...{ core, environment, end, session, asked, called, answers, open },
    chat: session === '' ? (undefined as unknown as Chat) : open(session),
    cut(now) {
      off = now;
      if (off) return;
      environment.online.set(false);
      environment.online.set(true);
    },
  };
}

/** Ends as `fetch` does when whoever called gives up. */
function fetchLate(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}
