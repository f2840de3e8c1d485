import type { Call, Reply } from '../server/server.ts';
import type { Condition, TableQuery } from '../server/reads.ts';
import { NO_ANSWER } from './network.ts';

/** Sends a call and hands over the reply; the returned function gives it up. */
export type Ask = (call: Call, deliver: (reply: Reply) => void) => () => void;

/** What postgrest-js hands over when a call was given up. */
const ABORTED: Reply = {
  ...NO_ANSWER,
  error: { code: '20', message: 'AbortError: aborted', details: null, hint: null },
};

/** A call that is made when it is awaited, as postgrest-js does. */
interface Builder extends PromiseLike<Reply> {
  abortSignal(signal: AbortSignal): this;
}

function thenable(call: () => Call, ask: Ask): Builder {
  let signal: AbortSignal | undefined;
  return {
    abortSignal(given) {
      signal = given;
      return this;
    },
    then(fulfil, reject) {
      const answered = new Promise<Reply>((resolve) => {
        if (signal?.aborted) return resolve(ABORTED);
        const giveUp = ask(call(), resolve);
        signal?.addEventListener('abort', () => (resolve(ABORTED), giveUp()), { once: true });
      });
      return answered.then(fulfil, reject);
    },
  };
}

/** `client.rpc(name, args)`. */
export function rpcQuery(name: string, args: object = {}, ask: Ask): Builder {
  // As a body of JSON: what is undefined is not sent.
  const copy = JSON.parse(JSON.stringify(args)) as Record<string, unknown>;
  return thenable(() => ({ type: 'rpc', name, args: copy }), ask);
}

/** `client.from(table).select(columns)`, to be refined. */
export function tableQuery(table: string, columns: string, ask: Ask): Builder {
  const conditions: Condition[] = [];
  const order: { column: string; ascending: boolean }[] = [];
  let most = Infinity;
  const query = (): TableQuery => ({ table, columns, conditions, order, limit: most });
  const where = (test: Condition['test']) =>
    function (this: unknown, column: string, value: unknown): unknown {
      conditions.push({ column, test, value });
      return this;
    };
  return Object.assign(
    thenable(() => ({ type: 'select', query: query() }), ask),
    {
      eq: where('eq'),
      neq: where('neq'),
      gt: where('gt'),
      gte: where('gte'),
      lt: where('lt'),
      lte: where('lte'),
      in: where('in'),
      is: where('is'),
      order(this: unknown, column: string, { ascending = true } = {}) {
        order.push({ column, ascending });
        return this;
      },
      limit(this: unknown, count: number) {
        most = count;
        return this;
      },
    },
  );
}
