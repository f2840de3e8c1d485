import type { Database } from './database.ts';
import type { AppliedOperation, Transaction } from './transaction.ts';
import type { Rights } from './rights.ts';
import { BLANK, EDITABLE, type Row } from './row.ts';
import { SqlError } from './sql-error.ts';

/** One operation as `nality_apply_ops` takes it. */
export interface WireOperation {
  readonly op_id: string;
  readonly table: string;
  readonly type: 'insert' | 'update' | 'delete' | 'restore';
  readonly id: string;
  readonly base_rev: number | null;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** One answer of `nality_apply_ops`. */
export interface WireAnswer {
  readonly op_id: string;
  readonly outcome: 'applied' | 'already' | 'conflict' | 'refused';
  readonly row?: Row | null;
  readonly code?: string;
  readonly message?: string;
  readonly constraint?: string;
}

/** What operations are applied to, and as whom. */
export interface OperationContext {
  readonly database: Database;
  readonly rights: Rights;
  readonly transaction: Transaction;
  readonly person: string;
  readonly clock: () => number;
  /** Columns that somebody has dropped. */
  readonly missing: ReadonlySet<string>;
  /** An error that strikes this operation. */
  trouble(): SqlError | undefined;
}

/** Applies one operation in a subtransaction of its own: what is not applied leaves no trace. */
export async function applyOperation(context: OperationContext, wire: WireOperation): Promise<WireAnswer> {
  const { database, transaction, person } = context;
  const rollBack = database.savepoint(transaction);
  const answer = { op_id: wire.op_id };
  try {
    const trouble = context.trouble();
    if (trouble) throw trouble;
    if (wire.table !== 'life_events') throw new SqlError('42P01', `"${wire.table}" is not a synced table`);
    if (await database.claim(transaction, `${person} ${wire.op_id}`))
      return { ...answer, outcome: 'applied', row: await perform(context, wire) };
    return { ...answer, outcome: 'already', row: seen(context, wire.id) ?? null };
  } catch (error) {
    // A cancelled or terminated statement is no exception that a function could catch.
    if (!(error instanceof SqlError || error instanceof Changed) || transaction.state !== 'open') throw error;
    if (error instanceof SqlError && error.code.startsWith('57')) throw error;
    rollBack();
    if (error instanceof Changed) return { ...answer, outcome: 'conflict', row: error.row };
    const { code, message, constraint } = error;
    return { ...answer, outcome: 'refused', code, message, ...(constraint && { constraint }) };
  }
}

class Changed extends Error {
  readonly row: Row;
  constructor(row: Row) {
    super('The row has changed');
    this.row = row;
  }
}

async function perform(context: OperationContext, wire: WireOperation): Promise<Row | null> {
  const { database, transaction } = context;
  await database.lock(transaction, `row:${wire.id}`);
  const applied = ACTS[wire.type](context, wire);
  if (applied) return sent(applied);
  const row = database.read(wire.id, transaction);
  if (wire.type === 'delete' && !row) return null;
  throw explain(context, wire, row);
}

type Act = (context: OperationContext, wire: WireOperation) => Row | undefined;

const ACTS: Readonly<Record<WireOperation['type'], Act>> = {
  insert(context, wire) {
    const { database, transaction, person, rights, clock } = context;
    const { values = {} } = wire;
    const { user_id: owner, ...rest } = values as { user_id: string };
    checkColumns(context, rest);
    if (database.read(wire.id, transaction))
      throw new SqlError('23505', 'duplicate key value violates unique constraint', 'life_events_pkey');
    if (!rights.can(person, owner, 'edit'))
      throw new SqlError('42501', 'new row violates row-level security policy for table "life_events"');
    const row = {
      ...BLANK,
      ...rest,
      id: wire.id,
      user_id: owner,
      created_by: person,
      created_at: new Date(clock()).toISOString(),
      deleted_at: null,
    };
    checkRow(row);
    return database.write(transaction, row, operationOf(context, wire));
  },
  update(context, wire) {
    const { database, transaction } = context;
    const { values = {} } = wire;
    checkColumns(context, values);
    const row = touchable(context, wire);
    if (!row || row.deleted_at !== null) return undefined;
    checkRow({ ...row, ...values });
    return database.write(transaction, { ...row, ...values }, operationOf(context, wire));
  },
  delete(context, wire) {
    const { database, transaction } = context;
    const row = touchable(context, wire);
    if (row && row.deleted_at === null)
      return database.write(transaction, buried(row, context.clock()), operationOf(context, wire));
    const left = seen(context, wire.id);
    return left?.deleted_at ? left : undefined;
  },
  restore(context, wire) {
    const { database, transaction } = context;
    const row = touchable(context, wire);
    if (row && row.deleted_at !== null)
      return database.write(transaction, unearthed(row), operationOf(context, wire));
    const now = seen(context, wire.id);
    return now && now.deleted_at === null ? now : undefined;
  },
};

/** A tombstone: the content goes to the trash, which the row carries here under a name of its own. */
export function buried(row: Row, clock: number): Row {
  const content = Object.fromEntries(Object.keys(BLANK).map((column) => [column, row[column]]));
  return { ...row, ...BLANK, [TRASH]: content, deleted_at: new Date(clock).toISOString() };
}

/** The row with the content that its tombstone had put aside. */
export function unearthed(row: Row): Row {
  return { ...row, ...(row[TRASH] as object), [TRASH]: undefined, deleted_at: null } as unknown as Row;
}

const TRASH = '(trash)';

/** The row as a client gets it. */
export function sent(row: Row): Row {
  const { [TRASH]: _trash, ...columns } = row;
  return structuredClone(columns) as Row;
}

/** The row, if the caller may write it and it is of the version that they know. */
function touchable({ database, transaction, person, rights }: OperationContext, wire: WireOperation) {
  const row = database.read(wire.id, transaction);
  if (!row || !rights.can(person, row.user_id, 'edit')) return undefined;
  return wire.base_rev === null || wire.base_rev === row.rev ? row : undefined;
}

function seen({ database, transaction, person, rights }: OperationContext, id: string): Row | undefined {
  const row = database.read(id, transaction);
  return row && rights.can(person, row.user_id, 'view') ? sent(row) : undefined;
}

/** No row was touched: why. */
function explain(context: OperationContext, wire: WireOperation, row: Row | undefined): Error {
  const visible = seen(context, wire.id);
  if (!row) return new SqlError('P0002', 'There is no such row in life_events');
  if (!visible) return new SqlError('42501', 'This row of life_events is not yours to see');
  const outdated = visible.rev !== wire.base_rev;
  if (outdated && (wire.base_rev !== null || (wire.type === 'update' && visible.deleted_at !== null)))
    return new Changed(visible);
  return new SqlError('42501', `You have no right to ${wire.type} this row of life_events`);
}

function checkColumns({ missing }: OperationContext, values: object): void {
  const columns = Object.keys(values);
  const unknown = columns.find((name) => !EDITABLE.has(name) || missing.has(name));
  if (unknown) throw new SqlError('42703', `Column "${unknown}" of life_events cannot be written`);
  if (columns.length === 0) throw new SqlError('22023', 'No values were given');
}

function checkRow(row: Readonly<Record<string, unknown>>): void {
  const title = String(row['title'] ?? '');
  if (title.trim() === '' || title.length > 200)
    throw new SqlError('23514', 'new row violates check constraint', 'life_events_title_length');
  if (title.includes(POISON))
    throw new SqlError('23514', 'new row violates check constraint', 'life_events_poison');
  if (!row['start_date'])
    throw new SqlError('23514', 'new row violates check constraint', 'life_events_start_required');
}

/** A title that this server refuses and no client can know to be wrong. */
export const POISON = 'poison';

function operationOf({ person }: OperationContext, wire: WireOperation): AppliedOperation {
  return { id: wire.op_id, actor: person, type: wire.type, values: wire.values ?? {} };
}
