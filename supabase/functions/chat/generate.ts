import { keepAlive } from '../_shared/background.ts';
import { ModelFailure } from '../_shared/model.ts';
import { modelSettings } from '../_shared/settings.ts';
import { AnswerWriter } from './answer-writer.ts';
import type { Ending } from './answer-writer.ts';
import { portOf, readAnswer } from './answers.ts';
import type { Answer, Claim } from './answers.ts';
import { builtInInterviewer } from './built-in-interviewer.ts';
import { readHistory } from './conversation.ts';
import type { Question, Session } from './conversation.ts';
import type { Interviewer } from './interview.ts';
import { modelInterviewer } from './model-interviewer.ts';
import { propose } from './propose.ts';
import { register } from './running.ts';

interface Job extends Claim {
  session: Session;
  question: Question;
  /** How the person writes dates. */
  locale: string;
}

/** Writes the answer to its end, which comes also when the caller leaves; the row as it is then. */
export function generate(job: Job): Promise<Answer> {
  const writer = new AnswerWriter(portOf(job), job.answer.content);
  const done = write(job, writer);
  register(job.answer.id, { stop: () => writer.stop(), done });
  keepAlive(done);
  return done;
}

async function write(job: Job, writer: AnswerWriter<Answer>): Promise<Answer> {
  const ending = await answer(job, writer).catch((error: unknown) => {
    if (!writer.signal.aborted) console.error(`An answer was interrupted: ${error}`);
    return interrupted(error);
  });
  return (await writer.finish(ending)) ?? (await readAnswer(job.answer.id));
}

async function answer(job: Job, writer: AnswerWriter<Answer>): Promise<Ending> {
  const { session, question, answer, locale } = job;
  const history = await readHistory(question);
  const { signal } = writer;
  const { notes, source } = await chooseInterviewer()({
    ...{ session, history, locale, signal, before: answer.content },
    say: (text) => writer.write(text),
  });
  if (writer.empty) throw new ModelFailure('malformed');
  if (!signal.aborted) await propose(job, notes.events);
  const { suggestions } = notes;
  return { status: 'final', metadata: { suggestions, ...source, ...(writer.full && { truncated: true }) } };
}

function chooseInterviewer(): Interviewer {
  const settings = modelSettings();
  return settings ? modelInterviewer(settings) : builtInInterviewer;
}

/** People are told a code, the log is told the rest. */
function interrupted(error: unknown): Ending {
  return {
    status: 'interrupted',
    metadata: { reason: error instanceof ModelFailure ? error.reason : 'server' },
  };
}
