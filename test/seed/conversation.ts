import assert from 'node:assert/strict';
import { chatFeature, type Chat, type NalityOptions } from '../../src/core/index.ts';
import { signal, type Signal } from '../../src/core/lib/signal.ts';
import { broadcaster, hearAnswers } from '../support/answers-room.ts';
import type { Person } from '../support/backend.ts';
import { nodeEnvironment, type NodeEnvironment } from '../support/node-environment.ts';
import { until } from '../support/until.ts';
import type { Family, Seat } from './family.ts';

/**
 * Two people in one conversation with the assistant, which a test plays with the rights of the service, or which is the edge
 * function.
 */
export interface Conversation {
  readonly owner: Person;
  readonly guest: Person;
  readonly session: string;
  readonly left: Seat;
  readonly right: Seat;
  readonly mine: Chat;
  readonly theirs: Chat;
  /** The messages for whose answers the edge function was asked, by either. */
  readonly asked: Signal<readonly string[]>;
}

/** How a conversation is held. */
interface Circumstances {
  readonly changes?: NalityOptions['changes'];
  /** Who answers: the test, or the edge function of the backend. Default: the test. */
  readonly assistant?: 'played' | 'served';
  /** The world around either page. */
  readonly left?: NodeEnvironment;
  readonly right?: NodeEnvironment;
}

/** Marie's conversation, with her and Irène in it, both live and known to each other. */
export async function converse(
  family: Family,
  { changes, assistant = 'played', ...around }: Circumstances = {},
): Promise<Conversation> {
  const { backend, sit } = family;
  const [owner, guest] = [await backend.createPerson('Marie'), await backend.createPerson('Irène')];
  const session = crypto.randomUUID();
  await insert(family, 'chat_sessions', { id: session, user_id: owner.id });
  await insert(family, 'chat_participants', { session_id: session, user_id: guest.id });
  const asked = signal<readonly string[]>([]);
  const [left, right] = [
    await sit(owner, { changes, environment: withAssistant(assistant, asked, around.left) }),
    await sit(guest, { changes, environment: withAssistant(assistant, asked, around.right) }),
  ];
  const mine = left.core.use(chatFeature, session, left.end.signal);
  const theirs = right.core.use(chatFeature, session, right.end.signal);
  for (const { phase, others } of [mine, theirs]) {
    await until(phase, ({ name }) => name === 'live');
    await until(others, (people) => people.length === 1);
  }
  return { owner, guest, session, left, right, mine, theirs, asked };
}

/** The assistant begins to answer a message. Returns the answer's id. */
export async function beginAnswer(family: Family, session_id: string, reply_to: string): Promise<string> {
  const id = crypto.randomUUID();
  const kind = { message_type: 'assistant_response', status: 'streaming' };
  await insert(family, 'chat_messages', { id, session_id, reply_to, content: '', ...kind });
  return id;
}

/** The assistant says a piece of its answer, once both hear it. */
export async function sayPiece(
  { backend }: Family,
  { session, left, right }: Conversation,
  payload: object,
): Promise<void> {
  const say = broadcaster(backend.url, `answers:${session}`, backend.keys.secret);
  await hearAnswers([left.core, right.core], session, say);
  await say('delta', payload);
}

async function insert({ backend }: Family, table: string, row: object): Promise<void> {
  const { error } = await backend.admin.from(table).insert(row);
  assert.equal(error, null);
}

/** A page whose questions to the assistant are noted. */
function withAssistant(
  assistant: Circumstances['assistant'],
  asked: Signal<readonly string[]>,
  environment = nodeEnvironment(),
): NodeEnvironment {
  return {
    ...environment,
    async fetch(input, init) {
      if (!String(input).endsWith('/functions/v1/chat/messages')) return environment.fetch(input, init);
      const { message_id: id } = JSON.parse(String(init?.body)) as { message_id: string };
      asked.set([...asked.get(), id]);
      return assistant === 'served' ? environment.fetch(input, init) : Response.json({});
    },
  };
}
