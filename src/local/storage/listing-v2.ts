import type { Sql } from '../database/database.ts';
import { invalidShape } from './errors.ts';

export interface PageOptions {
  prefix?: string;
  /** At most 1000, which is the default. */
  limit?: number;
  /** What an earlier page gave as `nextCursor`. */
  cursor?: string;
  /** Shows what is below the next `/` as one folder. */
  with_delimiter?: boolean;
  sortBy?: { column?: string; order?: string };
}

interface Entry {
  id: string | null;
  name: string;
  key?: string;
  /** What it is sorted by before its name. */
  sort_key?: string;
}

export interface Page {
  hasNext: boolean;
  nextCursor?: string;
  folders: Entry[];
  objects: Entry[];
}

/** Where a page ended, and how it was sorted. */
interface Cursor {
  name: string;
  key: string;
  column: string;
  order: string;
}

const SORT_KEYS = new Map<string, string>([
  ['name', `'epoch'::timestamptz`],
  ['created_at', `coalesce(date_trunc('milliseconds', created_at), 'epoch')`],
  ['updated_at', `coalesce(date_trunc('milliseconds', updated_at), 'epoch')`],
]);

/** What begins with the prefix, page by page. */
export async function listPage(sql: Sql, bucket: string, options: PageOptions): Promise<Page> {
  const { prefix = '', with_delimiter: delimited = false, sortBy = {} } = options;
  const limit = Math.min(options.limit ?? 1000, 1000);
  if (limit < 1) throw invalidShape('body/limit must be >= 1');
  const cursor = options.cursor === undefined ? undefined : decode(options.cursor);
  const { column = 'name', order = 'asc' } = cursor ?? sortBy;
  const { rows } = await sql.query<Entry>(queryFor(column, order), [
    ...[bucket, prefix, delimited, cursor?.name ?? null, cursor?.key ?? null, limit + 1],
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const entries = shown.map((entry) => present(entry, prefix, delimited));
  return {
    hasNext: rows.length > limit,
    nextCursor:
      last && rows.length > limit
        ? encode({ name: last.name, key: last.sort_key ?? '', column, order })
        : undefined,
    folders: entries.filter(({ id }) => id === null),
    objects: entries.filter(({ id }) => id !== null),
  };
}

function queryFor(column: string, order: string): string {
  const key = SORT_KEYS.get(column);
  if (!key) throw invalidShape('body/sortBy/column must be equal to one of the allowed values');
  const [direction, beyond] = order.toLowerCase() === 'desc' ? ['desc', '<'] : ['asc', '>'];
  return `
    with inside as (
      select *, substr(name, length($2) + 1) as rest from storage.objects
      where bucket_id = $1 and starts_with(name, $2)
    ),
    entry as (
      select id, name, updated_at, created_at, last_accessed_at, metadata, version from inside
      where not $3::bool or position('/' in rest) = 0
      union all
      select distinct null::uuid, $2 || split_part(rest, '/', 1) || '/', null::timestamptz, null::timestamptz,
        null::timestamptz, null::jsonb, null from inside
      where $3::bool and position('/' in rest) > 0
    )
    select *, ${key}::text as sort_key from entry
    where $4::text is null or (${key}, name collate "C") ${beyond} ($5::timestamptz, $4)
    order by ${key} ${direction}, name collate "C" ${direction} limit $6::int`;
}

/** `key` is the last part of the name, where folders are shown. */
function present({ sort_key: _, ...entry }: Entry, prefix: string, delimited: boolean): Entry {
  if (!delimited) return entry;
  return { ...entry, key: entry.name.slice(prefix.lastIndexOf('/') + 1).replace(/\/$/, '') };
}

function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64');
}

function decode(text: string): Cursor {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString()) as Cursor;
  } catch {
    throw invalidShape('body/cursor is not a cursor of this service');
  }
}
