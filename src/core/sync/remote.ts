import { NalityError } from '../errors.ts';
import type { RestAnswer, RestQuery, SupabaseLike } from './client.ts';
import { resultOf } from './functions.ts';
import { errorOf } from './remote-errors.ts';
import type { Edge } from './edge.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { Patience } from './patience.ts';
import type { Operation, SyncedRow } from './rows.ts';

/** What the server made of one operation. */
export type Outcome =
  /** `again`: it had been applied before, with what was in it then. */
  | { readonly name: 'applied'; readonly row: SyncedRow | null; readonly again?: boolean }
  | { readonly name: 'conflict'; readonly row: SyncedRow }
  /** `sqlstate`: PostgreSQL's code for it (its appendix A). */
  | { readonly name: 'refused'; readonly error: NalityError; readonly sqlstate?: string | undefined };

/** One page of changes. */
export interface ChangesPage {
  /** Made at the database's first boot; another one means: load everything again. */
  readonly epoch: string;
  readonly rows: readonly SyncedRow[];
  readonly next: object | null;
  /** Where the next reading starts, once this one is complete. An xid8 as text. */
  readonly cursor: string;
}

/** One page of rows, the newest first. */
export interface RowsPage {
  /** See `ChangesPage`. */
  readonly epoch: string;
  readonly rows: readonly SyncedRow[];
  /** Whether there are older ones. */
  readonly more: boolean;
  /** From here on changes are not in the page. */
  readonly cursor: string;
}

/** Another service of the project. */
export interface Service {
  /** Without a slash at the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The sole way to the server's data. Every method rejects with a `NalityError`. */
export interface Remote {
  /** Calls a function of the database. */
  rpc<T>(name: string, args?: object): Promise<T>;
  /** Calls an edge function, e.g. `chat/messages`. Its errors are `{code, message}`, with our codes. */
  invoke<T>(name: string, body: object): Promise<T>;
  /**
   * Puts a row into a table that is not synced, at once or not at all: over the one that has the same `key` columns, or
   * with `leave` only where there is none.
   */
  put(table: string, row: object, key: string, options?: { leave: boolean }): Promise<void>;
  /** Rows of a table whose column holds one of `values`. */
  select<T>(table: string, columns: string, column: string, values: readonly string[]): Promise<readonly T[]>;
  /** The live rows of a scope that I may see now, as numbers to compare; only those within the window. */
  fingerprint(table: string, scope: string, edge?: Edge): Promise<Fingerprint>;
  /** The same rows, by id with their `rev`; within a window, rows at its very edge may be beyond it. */
  revisions(table: string, column: string, scope: string, edge?: Edge): Promise<ReadonlyMap<string, number>>;
  /** The newest live rows of a scope in the order of a column, or those that follow on an edge. */
  page(table: string, scope: string, by: string, size: number, before: Edge | undefined): Promise<RowsPage>;
  /**
   * Sends operations in order; one outcome each. `actor` is whose they are: the server refuses them whole when
   * somebody else is signed in by the time they arrive.
   */
  apply(operations: readonly Operation[], actor: string | undefined): Promise<ReadonlyMap<string, Outcome>>;
  /** Reads what changed in a scope since a cursor; null reads all live rows. */
  changes(table: string, scope: string, since: string | null, after: object | null): Promise<ChangesPage>;
  /** Where another service of the project is, and what every request to it carries, as whoever is signed in now. */
  service(path: string): Promise<Service>;
  /** Checks once that the project has the tables, in a version that this client speaks. */
  checkSchema(): Promise<void>;
}

/** The versions of the database's side that this client speaks. */
const SCHEMA = { min: 4, max: 4 };
/** PostgREST's usual cap on the rows of one answer; a project may have a lower one. */
const PAGE = 1000;

/** Opens the way to the server's data. */
export function createRemote(client: SupabaseLike, patience: Patience): Remote {
  let schema: Promise<void> | undefined;

  const waitFor = async <T>(send: (signal: AbortSignal) => PromiseLike<T> | undefined): Promise<T> => {
    const { signal, done } = patience.begin();
    try {
      const answer = await send(signal);
      signal.throwIfAborted();
      return answer as T;
    } finally {
      done();
    }
  };
  const ask = async <T>(query: unknown): Promise<T> =>
    dataOf<T>(await waitFor((signal) => (query as RestQuery).abortSignal(signal)));
  const rpc = <T>(name: string, args?: object): Promise<T> => ask<T>(client.rpc(name, args));
  const readSchema = async (): Promise<void> => {
    const info = await rpc<{ schema: number } | null>('nality_info').catch(notOurs);
    if (typeof info?.schema !== 'number') throw notSupabase();
    if (info.schema >= SCHEMA.min && info.schema <= SCHEMA.max) return;
    throw new NalityError(
      'schema-old',
      `The database has schema ${info.schema}; this version of Nality needs ${SCHEMA.min} to ${SCHEMA.max}. Run the migrations of this version.`,
    );
  };

  return {
    rpc,
    invoke: async <T>(name: string, body: object) =>
      resultOf<T>(await waitFor((signal) => client.functions?.invoke(name, { body, signal }))),
    put: (table, row, key, { leave } = { leave: false }) =>
      ask(client.from(table).upsert(row, { onConflict: key, ignoreDuplicates: leave })),
    select: (table, columns, column, values) =>
      ask((client.from(table).select(columns) as RestQuery).in(column, values)),
    fingerprint: (table, scope, edge) =>
      rpc('nality_fingerprint', { source: table, scope, ...(edge && { by: edge.by, edge: placeOf(edge) }) }),
    async revisions(table, column, scope, edge) {
      const found = new Map<string, number>();
      for (let last: string | undefined; ;) {
        const rows = (client.from(table).select('id,rev') as RestQuery)
          .eq(column, scope)
          .is('deleted_at', null);
        const within = edge ? rows.gte(edge.by, edge.value) : rows;
        const next = last === undefined ? within : within.gt('id', last);
        const page = await ask<{ id: string; rev: number }[]>(next.order('id').limit(PAGE));
        for (const { id, rev } of page) found.set(id, rev);
        last = page.at(-1)?.id;
        if (last === undefined) return found;
      }
    },
    page: (table, scope, by, size, before) =>
      rpc('nality_page', { source: table, scope, by, before: before && placeOf(before), page: size }),
    async apply(operations, actor) {
      const answers = await rpc<Answer[]>('nality_apply_ops', { ops: operations.map(toWire), actor });
      return new Map(answers.map((answer) => [answer.op_id, outcomeOf(answer)]));
    },
    changes: (table, scope, since, after) => rpc('nality_changes', { source: table, scope, since, after }),
    async service(path) {
      // Its socket is the one part of any client that says where it goes, with which key, and as whom.
      const { href, searchParams } = new URL(client.realtime.endpointURL().replace(/^ws/, 'http'));
      const key = searchParams.get('apikey') ?? '';
      const token = (await client.realtime.accessToken?.()) ?? key;
      const headers = { apikey: key, authorization: `Bearer ${token}` };
      return { url: href.replace(/\/realtime\/v1.*/, path), headers };
    },
    checkSchema() {
      schema ??= readSchema().catch((error: unknown) => {
        schema = undefined;
        throw error;
      });
      return schema;
    },
  };
}

const notSupabase = (): NalityError =>
  new NalityError('config', 'The url does not lead to a Supabase project. Check it for typing errors.');

function placeOf({ value, id }: Edge): object {
  return { value, id };
}

/** A 404 without a code comes from a server that is not PostgREST. */
function notOurs(error: unknown): never {
  throw error instanceof NalityError && error.code === 'not-found' ? notSupabase() : error;
}

/** One answer of `nality_apply_ops`. */
interface Answer {
  op_id: string;
  outcome: 'applied' | 'already' | 'conflict' | 'refused';
  row?: SyncedRow | null;
  code?: string;
  message?: string;
  constraint?: string;
  column?: string;
}

function toWire({ id, table, type, rowId, baseRev, values }: Operation): object {
  const carries = type === 'insert' || type === 'update';
  return { op_id: id, table, type, id: rowId, base_rev: baseRev, ...(carries && { values }) };
}

function outcomeOf(answer: Answer): Outcome {
  switch (answer.outcome) {
    case 'applied':
    case 'already':
      return { name: 'applied', row: answer.row ?? null, again: answer.outcome === 'already' };
    case 'conflict':
      if (answer.row) return { name: 'conflict', row: answer.row };
      return {
        name: 'refused',
        error: new NalityError('not-found', 'It no longer exists, or is no longer shared with you.'),
      };
    case 'refused': {
      const { code, message = 'The server refused it.', constraint, column } = answer;
      const error = errorOf({ status: 400, code, message, field: constraint ?? column });
      return { name: 'refused', error, sqlstate: code };
    }
  }
}

function dataOf<T>({ data, error, status, retryAfterMs }: RestAnswer): T {
  if (error) throw errorOf({ status, code: error.code, message: error.message, retryAfterMs });
  return data as T;
}
