import type { Database } from './database.ts';
import { sent } from './operations.ts';
import type { Rights } from './rights.ts';
import type { Row } from './row.ts';
import { SqlError } from './sql-error.ts';

/** One condition on a column. */
export interface Condition {
  readonly column: string;
  readonly test: 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'is';
  readonly value: unknown;
}

/** A read of a table, as PostgREST takes it. */
export interface TableQuery {
  readonly table: string;
  readonly columns: string;
  readonly conditions: readonly Condition[];
  readonly order: readonly { column: string; ascending: boolean }[];
  readonly limit: number;
}

/** What can be read, by row level security as a person. */
export interface Reads {
  select(person: string | null, query: TableQuery): unknown[];
  /** `nality_changes`: one statement, so rows and cursor are of one snapshot. */
  changes(person: string | null, question: ChangesQuestion): object;
  /** `nality_fingerprint`: the live rows of a scope as a count and two sums. */
  fingerprint(person: string | null, scope: string): { count: number; a: number; b: number };
  /** Every live row of a scope that the person may see. */
  live(person: string | null, scope: string): Row[];
}

/** The arguments of `nality_changes`. */
export interface ChangesQuestion {
  readonly source: string;
  readonly scope: string;
  readonly since: string | null;
  readonly after: { xid: string; id: string } | null;
}

/** So many rows are one answer of PostgREST here, and one page of changes: small, so that there are several. */
export interface PageSizes {
  readonly answer: number;
  readonly changes: number;
}

/** Opens the reading side. */
export function createReads(database: Database, rights: Rights, sizes: PageSizes): Reads {
  const visible = (person: string | null): Row[] =>
    database.rows().filter((row) => rights.can(person, row.user_id, 'view'));
  const live = (person: string | null, scope: string): Row[] =>
    visible(person).filter((row) => row.user_id === scope && row.deleted_at === null);
  return {
    select(person, query) {
      if (query.table !== 'life_events') return [];
      const found = visible(person)
        .map(sent)
        .filter((row) => query.conditions.every((condition) => holds(row, condition)))
        .sort((a, b) => compareBy(query.order, a, b))
        .slice(0, Math.min(query.limit, sizes.answer));
      return query.columns === '*' ? found : found.map((row) => pick(row, query.columns.split(',')));
    },
    changes(person, { source, scope, since, after }) {
      if (source !== 'life_events') throw new SqlError('42P01', `"${source}" is not a synced table`);
      if (since !== null && Number(since) > database.xmax())
        throw new SqlError('22023', 'The cursor is ahead of this database');
      const found = visible(person)
        .filter((row) => row.user_id === scope)
        .filter((row) => (since === null ? row.deleted_at === null : xidOf(row) >= Number(since)))
        .sort((a, b) => xidOf(a) - xidOf(b) || (a.id < b.id ? -1 : 1))
        .filter((row) => after === null || isAfter(row, after));
      const rows = found.slice(0, sizes.changes).map(sent);
      const last = rows.at(-1);
      return {
        epoch: database.epoch,
        rows,
        next: found.length > rows.length && last ? { xid: last.changed_xid, id: last.id } : null,
        cursor: String(database.xmin()),
      };
    },
    fingerprint(person, scope) {
      const rows = live(person, scope);
      const sum = (mark: (row: Row) => bigint): number =>
        Number(rows.reduce((total, row) => total + (mark(row) & 0xffffffffn), 0n) % 2n ** 52n);
      const a = sum((row) => head(row) + BigInt(row.rev) * (tail(row) | 1n));
      const b = sum((row) => tail(row) + BigInt(row.rev) * (head(row) | 1n));
      return { count: rows.length, a, b };
    },
    live: (person, scope) => live(person, scope).map(sent),
  };
}

/** The first and the last 32 bits of a row's id. */
function head({ id }: Row): bigint {
  return BigInt(`0x${id.slice(0, 8)}`);
}

function tail({ id }: Row): bigint {
  return BigInt(`0x${id.slice(-8)}`);
}

function xidOf(row: Row): number {
  return Number(row.changed_xid);
}

function isAfter(row: Row, after: { xid: string; id: string }): boolean {
  const place = xidOf(row) - Number(after.xid);
  return place > 0 || (place === 0 && row.id > after.id);
}

function holds(row: Row, { column, test, value }: Condition): boolean {
  const actual = row[column] as string | number | null;
  const given = value as string | number;
  switch (test) {
    case 'eq':
      return String(actual) === String(given);
    case 'neq':
      return String(actual) !== String(given);
    case 'in':
      return (value as unknown[]).map(String).includes(String(actual));
    case 'is':
      return (actual ?? null) === value;
    case 'gt':
      return actual !== null && actual > given;
    case 'gte':
      return actual !== null && actual >= given;
    case 'lt':
      return actual !== null && actual < given;
    case 'lte':
      return actual !== null && actual <= given;
  }
}

function compareBy(order: TableQuery['order'], a: Row, b: Row): number {
  for (const { column, ascending } of order) {
    const [left, right] = [a[column] as string, b[column] as string];
    if (left !== right) return left < right === ascending ? -1 : 1;
  }
  return 0;
}

function pick(row: Row, columns: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.trim(), row[column.trim()]]));
}
