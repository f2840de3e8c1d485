import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';
import type { Trace } from '../world/trace.ts';
import { createDatabase, type Database } from './database.ts';
import type { Transaction } from './transaction.ts';
import { createFeed, type Feed } from './feed.ts';
import { applyOperation, type WireOperation } from './operations.ts';
import { createReads, type ChangesQuestion, type PageSizes, type Reads, type TableQuery } from './reads.ts';
import { createRights, type Rights } from './rights.ts';
import { SqlError } from './sql-error.ts';
import { claimsOf } from './tokens.ts';

/** What the API answers. */
export interface Reply {
  readonly data: unknown;
  readonly error: { code: string; message: string; details: null; hint: null } | null;
  readonly status: number;
}

/** A call of the API. */
export type Call =
  | { readonly type: 'rpc'; readonly name: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly type: 'select'; readonly query: TableQuery };

/** The whole backend: database, rights, API and feed. */
export interface Server {
  readonly database: Database;
  readonly rights: Rights;
  readonly reads: Reads;
  readonly feed: Feed;
  /** The server's wall clock, which may step. */
  clock(): number;
  step(ms: number): void;
  call(token: string | null, call: Call): Promise<Reply>;
  /** Nothing answers for so long, and what was open is undone. */
  restart(ms: number): void;
  /** Told of every operation that arrives, before it is applied. */
  onOperation(listener: (wire: WireOperation, person: string) => void): void;
}

/** What a server is made of. */
export interface ServerOptions {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly pages: PageSizes;
  /** The wall clock at the beginning, milliseconds since the epoch. */
  readonly start: number;
  readonly trace: Trace;
}

/** Supabase ends a statement of a signed-in person after eight seconds. */
const STATEMENT_TIMEOUT_MS = 8000;

/** Starts a server with empty tables. */
export function createServer({ clock: time, chance, faults, pages, start, trace }: ServerOptions): Server {
  let offset = 0;
  let downUntil = 0;
  let heard: (wire: WireOperation, person: string) => void = () => undefined;
  const clock = (): number => start + offset + time.now();
  const rights = createRights();
  const database = createDatabase(time.now, clock, chance.uuid, (changes) => {
    for (const { before, after, xid } of changes)
      trace.add(
        `server: transaction ${xid} made rev ${after?.rev ?? '—'} of ${(after ?? before)!.id.slice(0, 8)}`,
      );
    feed.publish(changes);
  });
  const reads = createReads(database, rights, pages);
  const feed = createFeed({ time, chance, faults, rights, clock, isDown: () => time.now() < downUntil });
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => time.after(ms, resolve));
  const missing = (): ReadonlySet<string> => new Set(faults.strikes('F29') ? ['location'] : []);

  const applyAll = async (
    person: string | null,
    args: Readonly<Record<string, unknown>>,
  ): Promise<unknown> => {
    const ops = args['ops'] as readonly WireOperation[];
    if ((args['actor'] ?? person) !== person)
      throw new SqlError('NLACT', 'These operations are of another person');
    if (person === null)
      return ops.map(({ op_id }) => ({ op_id, outcome: 'refused', code: '42501', message: 'Sign in first' }));
    if (ops.length > 100) throw new SqlError('54000', 'At most 100 operations at once');
    const transaction = database.begin();
    const cancel = time.after(STATEMENT_TIMEOUT_MS, () =>
      database.abort(transaction, new SqlError('57014', 'canceling statement due to statement timeout')),
    );
    try {
      return await applyEach(person, ops, transaction);
    } catch (error) {
      database.abort(transaction);
      throw error;
    } finally {
      cancel();
    }
  };
  const applyEach = async (
    person: string,
    ops: readonly WireOperation[],
    transaction: Transaction,
  ): Promise<unknown> => {
    const trouble = (): SqlError | undefined =>
      faults.strikes('F24', undefined, 0.3) ? new SqlError('40001', 'could not serialize access') : undefined;
    const columns = missing();
    const context = { database, rights, transaction, person, clock, missing: columns, trouble };
    const answers: unknown[] = [];
    for (const wire of ops) {
      heard(wire, person);
      answers.push(await applyOperation(context, wire));
    }
    await sleep(faults.strikes('F25') ? chance.between(50, 3000) : chance.between(0, 5));
    database.commit(transaction);
    return answers;
  };
  const perform = async (person: string | null, call: Call): Promise<unknown> => {
    if (call.type === 'select') return reads.select(person, call.query);
    const { name, args } = call;
    if (name === 'nality_apply_ops') return applyAll(person, args);
    if (name === 'nality_changes') return reads.changes(person, args as unknown as ChangesQuestion);
    if (name === 'nality_fingerprint') return reads.fingerprint(person, args['scope'] as string);
    if (name === 'nality_level') return rights.levelOf(person, args['owner'] as string);
    if (name === 'nality_info') return { schema: SCHEMA, epoch: database.epoch };
    if (name === 'nality_members') return [];
    if (name === 'nality_seen') return null;
    throw new SqlError('PGRST202', `Could not find the function public.${name} in the schema cache`);
  };
  /** Troubles of the whole API, before the database is asked. */
  const trouble = ({ type, ...call }: Call): SqlError | Reply | undefined => {
    const writes = type === 'rpc' && 'name' in call && call.name === 'nality_apply_ops';
    if (time.now() < downUntil) return (faults.struck('F26'), new SqlError('PGRST001', 'no connection'));
    if (faults.strikes('F22')) return failed(429, '', 'Too many requests');
    if (faults.strikes('F23')) return failed([500, 502, 503, 504, 520][chance.between(0, 4)]!, '', 'Error');
    if (writes && faults.strikes('F24', undefined, 0.3)) return new SqlError('40P01', 'deadlock detected');
    if (writes && faults.strikes('F27', undefined, 1)) return new SqlError('25006', 'read-only transaction');
    if (faults.strikes('F28')) return new SqlError('PGRST204', 'not found in the schema cache');
    return undefined;
  };

  return {
    database,
    rights,
    reads,
    feed,
    clock,
    step: (ms) => void (offset += ms),
    async call(token, call) {
      const struck = trouble(call);
      if (struck) return 'status' in struck && 'data' in struck ? struck : refused(struck as SqlError);
      const { person, expires } = claimsOf(token);
      if (expires <= clock()) return refused(new SqlError('PGRST303', 'JWT expired'));
      try {
        // What was answered is what was then: nothing that happens later may be seen in it.
        return { data: structuredClone(await perform(person, call)), error: null, status: 200 };
      } catch (error) {
        if (error instanceof SqlError) return refused(error);
        throw error;
      }
    },
    restart(ms) {
      downUntil = time.now() + ms;
      database.abortAll(new SqlError('57P01', 'terminating connection due to administrator command'));
    },
    onOperation: (listener) => void (heard = listener),
  };
}

/** The version of the database's side that this server speaks. */
const SCHEMA = 4;

function failed(status: number, code: string, message: string): Reply {
  return { data: null, error: { code, message, details: null, hint: null }, status };
}

function refused({ status, code, message }: SqlError): Reply {
  return failed(status, code, message);
}
