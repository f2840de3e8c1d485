import { NalityError } from '../errors.ts';
import { errorOf } from './remote-errors.ts';
import { posted } from './rest.ts';
import { retryAfterOf } from './retry-after.ts';

/** What calls edge functions, as Supabase's client has it. */
export interface Functions {
  invoke(name: string, options: { body: object; signal: AbortSignal }): PromiseLike<FunctionAnswer>;
}

/** What a function answered. `context` of an error is its whole answer, where one came. */
export interface FunctionAnswer {
  data: unknown;
  error: { message: string; context?: unknown } | null;
}

/** Calls functions by `fetch` alone. `address` is without a slash at the end; `send` has key and token in place. */
export function functionsClient(address: string, send: typeof fetch): Functions {
  return {
    async invoke(name, { body, signal }) {
      try {
        const context = await send(`${address}/${name}`, { ...posted(body), signal });
        if (!context.ok) return { data: null, error: { message: context.statusText, context } };
        return { data: await context.json(), error: null };
      } catch (error) {
        return { data: null, error: { message: String(error) } };
      }
    },
  };
}

/**
 * What a call came to; no answer stands for a client without functions.
 *
 * @throws NalityError
 */
export async function resultOf<T>(answer: FunctionAnswer | undefined): Promise<T> {
  if (!answer) throw new NalityError('config', 'The page’s client cannot call functions.');
  const { data, error } = answer;
  if (!error) return data as T;
  const { message, context } = error;
  if (!(context instanceof Response)) throw errorOf({ status: 0, message });
  const said = (await context.json().catch(() => null)) as { code?: string; message?: string } | null;
  throw errorOf({
    status: context.status,
    code: said?.code,
    message: said?.message ?? message,
    // Ours tell seconds; a date counts by the clock that came with it.
    retryAfterMs: retryAfterOf(context.headers, Number.NaN),
  });
}
