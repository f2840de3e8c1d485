import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestBackend } from '../support/backend.ts';
import type { Person, TestBackend } from '../support/backend.ts';

/** The row of an answer, as the database has it. */
export interface AnswerRow {
  id: string;
  user_id: string | null;
  content: string;
  status: string;
  reply_to: string;
  metadata: Record<string, unknown>;
  created_at: string;
  updated_at: string;
}

interface Piece {
  offset: number;
  text: string;
}

export interface Delta extends Piece {
  message_id: string;
}

/** What a function answered. */
export interface Called {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A backend with the project's functions, and what tests do with them. */
export interface ChatWorld {
  backend: TestBackend;
  /** What the functions printed. */
  log: string[];
  /** Calls a function as a person, or with other headers. */
  call(who: Person | Record<string, string>, path: string, body: unknown): Promise<Called>;
  /** Opens a conversation through the function; its id. */
  open(person: Person): Promise<string>;
  /** Stores a message as the outbox does; its id. */
  store(person: Person, session: string, content: string): Promise<string>;
  /** Answers to a message, deleted ones included. */
  answers(message: string): Promise<AnswerRow[]>;
  /** The answer to a message once it is as wanted. */
  answer(message: string, wanted: (row: AnswerRow) => boolean): Promise<AnswerRow>;
  /** Joins a conversation, and collects what is broadcast as it comes. */
  listen(person: Person, session: string): Promise<Delta[]>;
  /** Runs a statement as the superuser, past every trigger. */
  sql(statement: string): Promise<void>;
  /** Lets another person into a conversation. */
  invite(owner: Person, session: string, guest: Person): Promise<void>;
  close(): Promise<void>;
}

/** Far more than anything here takes. */
const PATIENCE_MS = 20_000;

/** Starts a backend whose functions have these variables. */
export async function startChatWorld(variables: Record<string, string>): Promise<ChatWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-env-'));
  const envFile = join(folder, '.env');
  await writeFile(
    envFile,
    Object.entries(variables)
      .map((pair) => `${pair.join('=')}\n`)
      .join(''),
  );
  const log: string[] = [];
  const backend = await startTestBackend({ functions: { envFile, log: (line) => log.push(line) } });
  const headersOf = (who: Person | Record<string, string>) =>
    'client' in who ? { apikey: backend.keys.publishable, authorization: `Bearer ${who.accessToken}` } : who;

  const world: ChatWorld = {
    backend,
    log,
    async call(who, path, body) {
      const response = await fetch(`${backend.url}/functions/v1/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(headersOf(who as Person) as Record<string, string>),
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const { status, headers } = response;
      return { status, headers, body: await response.json() };
    },
    async open(person) {
      const { status, body } = await world.call(person, 'chat/sessions', {});
      if (status !== 201) throw new Error(JSON.stringify(body));
      return (body as { session_id: string }).session_id;
    },
    async store(person, session, content) {
      const id = crypto.randomUUID();
      const row = { id, session_id: session, content };
      const { error } = await person.client.from('chat_messages').insert(row);
      if (error) throw error;
      return id;
    },
    async answers(message) {
      const { data, error } = await backend.admin.from('chat_messages').select().eq('reply_to', message);
      if (error) throw error;
      return data as AnswerRow[];
    },
    async answer(message, wanted) {
      const limit = performance.now() + PATIENCE_MS;
      for (;;) {
        const [row] = await world.answers(message);
        if (row && wanted(row)) return row;
        if (performance.now() > limit) throw new Error(`It never became as wanted: ${JSON.stringify(row)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    sql: (statement) =>
      backend.backend.database.transaction(async (sql) => {
        await sql.query(`set local session_replication_role = 'replica'`);
        await sql.exec(statement);
      }),
    async invite(owner, session_id, { id: user_id }) {
      const { error } = await owner.client.from('chat_participants').insert({ session_id, user_id });
      if (error) throw error;
    },
    async listen(person, session) {
      const deltas: Delta[] = [];
      const channel = person.client.channel(`answers:${session}`, { config: { private: true } });
      channel.on('broadcast', { event: 'delta' }, ({ payload }) => void deltas.push(payload as Delta));
      await new Promise<void>((resolve, reject) => {
        channel.subscribe((status, error) => {
          if (status === 'SUBSCRIBED') resolve();
          else if (status === 'CHANNEL_ERROR') reject(error ?? new Error(status));
        });
      });
      return deltas;
    },
    async close() {
      await backend.close();
      await rm(folder, { recursive: true });
    },
  };
  return world;
}

/** The pieces put together; each has to begin where the one before ended. */
export function joined(deltas: readonly Piece[], before = ''): string {
  return deltas.reduce((text, delta) => {
    if (delta.offset !== text.length) throw new Error(`A piece for ${delta.offset} came at ${text.length}`);
    return text + delta.text;
  }, before);
}

/** Waits until the pieces that were heard are the text. */
export async function hear(deltas: readonly Piece[], text: string, before = ''): Promise<void> {
  const limit = performance.now() + PATIENCE_MS;
  while (joined(deltas, before) !== text) {
    if (performance.now() > limit) throw new Error(`Heard only: ${joined(deltas, before)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
