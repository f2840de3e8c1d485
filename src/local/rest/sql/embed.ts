import { isEmpty } from '../parse/select.ts';
import type { EmbedItem } from '../parse/select.ts';
import type { ColumnSql } from './columns.ts';
import type { Presence } from './condition.ts';
import type { ReadSql } from './read.ts';
import { quoted } from './text.ts';

export interface EmbedSql {
  join: string;
  presence: Presence;
  columns: ColumnSql[];
  /** The columns that it brings along when it is spread. */
  names: string[];
}

interface Embedded {
  inner: ReadSql;
  /** The name of what is joined. */
  joined: string;
  toMany: boolean;
  /** The embedding relation's rows are grouped. */
  grouped: boolean;
}

/** Joins the related rows to the row that embeds them, as a list or as an object. */
export function embedSql(item: EmbedItem, embedded: Embedded): EmbedSql {
  if (!embedded.toMany) return oneSql(item, embedded);
  return item.spread ? spreadListsSql(item, embedded) : listSql(item, embedded);
}

function oneSql(item: EmbedItem, { inner, joined, grouped }: Embedded): EmbedSql {
  const alias = quoted(joined);
  return {
    join: `${item.inner ? 'inner' : 'left'} join lateral (${inner.page}) as ${alias} on true`,
    presence: { absent: `${alias} is not distinct from null`, row: joined },
    columns: item.spread
      ? inner.names.map((name) => columnOf(`${alias}.${quoted(name)}`, name, grouped))
      : jsonColumn(item, `row_to_json(${alias}.*)`, grouped),
    names: inner.names,
  };
}

function listSql(item: EmbedItem, { inner, joined, grouped }: Embedded): EmbedSql {
  const alias = quoted(joined);
  const list = `select json_agg(${alias}) as ${alias} from (${inner.page}) as ${alias}`;
  const value = `${alias}.${alias}`;
  return {
    join: item.inner
      ? `inner join lateral (${list}) as ${alias} on ${value} is not null`
      : `left join lateral (${list}) as ${alias} on true`,
    presence: { absent: `${value} is null` },
    columns: jsonColumn(item, `coalesce(${value}, '[]')`, grouped),
    names: [],
  };
}

/** Each column of the related rows becomes a list. */
function spreadListsSql(item: EmbedItem, { inner, joined, grouped }: Embedded): EmbedSql {
  const alias = quoted(joined);
  const lists = inner.names.map((name) => `json_agg(_row.${quoted(name)}) as ${quoted(name)}`);
  const all = `select ${['count(*) as _rows', ...lists].join(', ')} from (${inner.page}) as _row`;
  return {
    join: `${item.inner ? 'inner' : 'left'} join lateral (${all}) as ${alias} on ${item.inner ? `${alias}._rows > 0` : 'true'}`,
    presence: { absent: `${alias}._rows = 0` },
    columns: inner.names.map((name) => columnOf(`coalesce(${alias}.${quoted(name)}, '[]')`, name, grouped)),
    names: inner.names,
  };
}

function jsonColumn(item: EmbedItem, value: string, grouped: boolean): ColumnSql[] {
  return isEmpty(item)
    ? []
    : [columnOf(grouped ? `(${value})::jsonb` : value, item.alias ?? item.target, grouped)];
}

function columnOf(value: string, name: string, grouped: boolean): ColumnSql {
  return { select: `${value} as ${quoted(name)}`, ...(grouped ? { group: value } : {}) };
}
