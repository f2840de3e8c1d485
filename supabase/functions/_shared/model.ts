import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'npm:openai@7.57.0';
import type { ModelSettings } from './settings.ts';

export type ModelMessage = OpenAI.ChatCompletionMessageParam;

/** Why a model's answer is not complete. */
export type FailureReason =
  /** It said nothing for too long, or took too long altogether. */
  | 'timeout'
  | 'rate-limited'
  | 'unreachable'
  /** What it sent broke off. */
  | 'cut'
  /** What it sent is not what such a service sends. */
  | 'malformed'
  /** It does not take the request: the key or the model's name is wrong, or what was said is not to its taste. */
  | 'refused'
  /** It may not write more at a time. */
  | 'length'
  | 'server';

/** The model's answer is not complete, whatever was tried. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly reason: FailureReason;

  constructor(reason: FailureReason, cause?: unknown) {
    super(`The model's answer is not complete: ${reason}.`, { cause });
    this.reason = reason;
  }
}

const RETRIES = 2;
/** More than the longest answer takes when each of its characters comes as an event of its own. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * What the model writes, bit by bit. Whoever stops reading, or aborts, ends the request.
 *
 * @throws {ModelFailure}
 */
export async function* streamModel(
  settings: ModelSettings,
  messages: ModelMessage[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const client = connect(settings);
  const silence = new Watchdog(settings.silence);
  const late = AbortSignal.any([silence.signal, AbortSignal.timeout(settings.whole)]);
  let finish: string | null = null;
  silence.heard();
  try {
    const stream = await client.chat.completions.create(
      { model: settings.model, messages, stream: true },
      { signal: AbortSignal.any([signal, late]) },
    );
    for await (const { choices } of stream) {
      const { delta, finish_reason } = choices?.[0] ?? {};
      if (isSound(delta)) silence.heard();
      if (typeof delta?.content === 'string') yield delta.content;
      finish = finish_reason ?? finish;
    }
  } catch (error) {
    throw late.aborted ? new ModelFailure('timeout', error) : toFailure(error);
  } finally {
    silence.rest();
  }
  if (late.aborted) throw new ModelFailure('timeout');
  if (finish !== 'stop') throw new ModelFailure(REASONS.get(finish ?? '') ?? 'cut');
}

const REASONS = new Map<string, FailureReason>([
  ['length', 'length'],
  ['content_filter', 'refused'],
]);

/** Text, or the thoughts that some models send before it. */
function isSound(delta: object | undefined): boolean {
  return Object.entries(delta ?? {}).some(
    ([name, value]) => name !== 'role' && value !== '' && value !== null,
  );
}

function connect({ url, key, silence }: ModelSettings): OpenAI {
  return new OpenAI({
    baseURL: url,
    apiKey: key || 'none', // some services have no keys
    organization: null,
    project: null,
    timeout: silence, // of one attempt; all of them together have no more
    maxRetries: RETRIES,
    logLevel: 'off',
    fetch: fetchBounded,
  });
}

/** An answer without an end is cut. */
async function fetchBounded(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  let left = MOST_BYTES;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left < 0) controller.error(new RangeError('The answer is too long.'));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(bounded), response);
}

function toFailure(error: unknown): ModelFailure {
  if (error instanceof APIConnectionTimeoutError) return new ModelFailure('timeout', error);
  if (error instanceof APIConnectionError) return new ModelFailure('unreachable', error);
  if (error instanceof SyntaxError) return new ModelFailure('malformed', error);
  if (!(error instanceof APIError)) return new ModelFailure('cut', error);
  const { status = 500 } = error; // none: the error came within the stream
  if (status === 429) return new ModelFailure('rate-limited', error);
  return new ModelFailure(status >= 500 ? 'server' : 'refused', error);
}

/** Barks when nothing has been heard for so long, from the first call of `heard` on. */
class Watchdog {
  readonly #patience: number;
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(patience: number) {
    this.#patience = patience;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.rest();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#patience);
  }

  rest(): void {
    clearTimeout(this.#timer);
  }
}
