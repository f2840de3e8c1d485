import type { WriterPort } from './answer-writer.ts';
import { broadcastDelta } from './broadcast.ts';
import { ask, asService } from '../_shared/database.ts';
import { Problem } from '../_shared/http.ts';

/** The row of an answer. */
export interface Answer {
  id: string;
  session_id: string;
  reply_to: string;
  content: string;
  status: 'streaming' | 'final' | 'interrupted' | 'stopped';
  metadata: {
    suggestions?: string[];
    /** Whoever writes it now; another one has taken over when it changes. */
    run?: string;
    /** How often it was continued. */
    continued?: number;
    [key: string]: unknown;
  };
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
  rev: number;
}

/** An answer that is the caller's to write. */
export interface Claim {
  answer: Answer;
  run: string;
}

const COLUMNS = 'id,session_id,reply_to,content,status,metadata,created_at,updated_at,deleted_at,rev';
const UNIQUE_VIOLATION = '23505';
/** An answer that was not saved for so long has nobody who writes it. */
const SILENCE_MS = 30_000;
const MOST_CONTINUATIONS = 20;

const answers = () => asService().from('chat_messages');

/** What the endpoints answer with. */
export function describe({ id, session_id, content, status, metadata, created_at }: Answer): object {
  const { suggestions = [] } = metadata;
  return {
    message_id: id,
    session_id,
    content,
    message_type: 'assistant_response',
    suggestions,
    status,
    created_at,
  };
}

/** The answer to a message, a deleted one included; undefined when there is none. */
export async function findAnswer(question: string): Promise<Answer | undefined> {
  const found = await ask<Answer[]>(
    answers()
      .select(COLUMNS)
      .eq('reply_to', question)
      .eq('message_type', 'assistant_response')
      .order('deleted_at', { nullsFirst: true })
      .limit(1),
  );
  return found[0];
}

export async function readAnswer(id: string): Promise<Answer> {
  const answer = await ask<Answer | null>(answers().select(COLUMNS).eq('id', id).maybeSingle());
  if (!answer) throw new Problem(404, 'not-found', 'There is no such answer any more.');
  return answer;
}

/** Inserts the answer's row; undefined when somebody else has just done so. */
export async function claimAnswer(session: string, question: string): Promise<Claim | undefined> {
  const run = crypto.randomUUID();
  const insert = await answers()
    .insert({
      session_id: session,
      reply_to: question,
      content: '',
      message_type: 'assistant_response',
      status: 'streaming',
      metadata: { run },
    })
    .select(COLUMNS)
    .single();
  if (insert.error?.code === UNIQUE_VIOLATION) return undefined;
  return { run, answer: await ask<Answer>(Promise.resolve(insert)) };
}

/** Whether nobody writes it any more although it is not finished. */
export function isSilent({ status, updated_at }: Answer): boolean {
  return status === 'streaming' && Date.now() - Date.parse(updated_at) > SILENCE_MS;
}

/** Says of an answer that fell silent that it is interrupted; of any other, nothing. */
export async function settle(answer: Answer): Promise<Answer> {
  if (!isSilent(answer)) return answer;
  return await change(answer, { status: 'interrupted', metadata: { ...answer.metadata, reason: 'lost' } });
}

/** Takes over an answer that was stopped, interrupted or fell silent; no `run`: it is as it should be. */
export async function takeOver(answer: Answer): Promise<Partial<Claim> & { answer: Answer }> {
  const unfinished = answer.status === 'stopped' || answer.status === 'interrupted' || isSilent(answer);
  if (!unfinished) return { answer };
  const continued = (answer.metadata.continued ?? 0) + 1;
  if (continued > MOST_CONTINUATIONS) {
    throw new Problem(409, 'conflict', 'This answer was continued too often. Write a new message instead.');
  }
  const run = crypto.randomUUID();
  const taken = await change(answer, { status: 'streaming', metadata: { run, continued } });
  return taken.metadata.run === run ? { answer: taken, run } : { answer: taken };
}

/** Stops the answer if it is being written, and says whether it was. */
export async function stopAnswer(id: string): Promise<boolean> {
  const stopped = await ask<unknown[]>(
    answers()
      .update({ status: 'stopped' })
      .eq('id', id)
      .eq('status', 'streaming')
      .is('deleted_at', null)
      .select('id'),
  );
  return stopped.length > 0;
}

/** Changes the row unless somebody was faster; the row as it is then. */
async function change(answer: Answer, values: Partial<Answer>): Promise<Answer> {
  const changed = await ask<Answer | null>(
    answers().update(values).eq('id', answer.id).eq('rev', answer.rev).select(COLUMNS).maybeSingle(),
  );
  return changed ?? (await readAnswer(answer.id));
}

/** What writes the answer's row and tells its conversation, as long as the run is the one that the row names. */
export function portOf({ answer, run }: Claim): WriterPort<Answer> {
  const { id, session_id, metadata } = answer;
  const mine = (status: Answer['status']) => ({ id, status, 'metadata->>run': run });
  const save = (values: object, status: Answer['status']) =>
    ask<Answer | null>(
      answers().update(values).match(mine(status)).is('deleted_at', null).select(COLUMNS).maybeSingle(),
    );
  return {
    tell: (delta) => broadcastDelta(session_id, { message_id: id, ...delta }),
    async save(content, ending) {
      const { continued } = metadata;
      const end = ending && {
        status: ending.status,
        metadata: { ...ending.metadata, ...(continued === undefined ? {} : { continued }) },
      };
      return (await save({ content, ...end }, 'streaming')) ?? undefined;
    },
    async holds() {
      const rows = await ask<unknown[]>(
        answers().select('id').match(mine('streaming')).is('deleted_at', null),
      );
      return rows.length > 0;
    },
    async keep(content) {
      return (await save({ content }, 'stopped')) ?? undefined;
    },
    note: (failure) => console.error(`An answer was not sent or saved: ${failure}`),
    delay: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}
