import type { Media } from '../media.ts';
import { SCALAR } from './call.ts';

export interface AnswerParts {
  /** The form of the body; absent: none. */
  media?: Media;
  /** SELECT of what is answered. */
  rows: string;
  /** SELECT of all there is, where it is to be counted. */
  total?: string;
  /** Whether `rows` are rows or values, and whether there is one or a list. */
  kind: 'rows' | 'row' | 'values' | 'value';
  /** The columns that say where a single new row is. */
  location?: string[];
}

/** The one row that a request needs to know: the body, how many rows it has, what functions want of the answer. */
export function answerSql({ media, rows, total, kind, location }: AnswerParts): string {
  return `select ${media ? bodySql(media, kind) : `''`} as body, count(*)::int as page,
    ${total === undefined ? 'null' : `(select count(*) from (${total}) as _all)::int`} as total,
    ${location === undefined ? 'null' : locationSql(location)} as location,
    nullif(current_setting('pgrst.inserted', true), '')::int as inserted,
    nullif(current_setting('response.headers', true), '') as headers,
    nullif(current_setting('response.status', true), '') as status
    from (${rows}) as _page`;
}

function bodySql(media: Media, kind: AnswerParts['kind']): string {
  if (media.kind === 'csv') return csvSql();
  const stripped = media.kind !== 'openapi' && media.kind !== 'plan' && media.stripNulls;
  const list = `json_agg(${kind === 'values' || kind === 'value' ? `_page.${SCALAR}` : '_page'})`;
  const isOne = media.kind === 'object' || kind === 'row' || kind === 'value';
  const value = isOne ? `${list} -> 0` : list;
  return `coalesce(${stripped ? `json_strip_nulls(${value})` : value}, '${isOne ? 'null' : '[]'}')::text`;
}

/** The header is that of the first row: without rows there is none. */
function csvSql(): string {
  const header = `select string_agg(key, ',') from json_object_keys(json_agg(_page) -> 0) as key`;
  const lines = `string_agg(substring(_page::text, 2, length(_page::text) - 2), E'\\n')`;
  return `coalesce((${header}), '') || E'\\n' || coalesce(${lines}, '')`;
}

/** Names and values, as a list of pairs in JSON. */
function locationSql(columns: string[]): string {
  const names = columns.map((column) => `'${column.replaceAll("'", "''")}'`).join(', ');
  const pairs = `select json_agg(json_build_array(key, coalesce('eq.' || value, 'is.null')))
    from json_each_text(json_agg(_page) -> 0) where key = any (array [${names}]::text[])`;
  return `case when count(*) = 1 then (${pairs})::text end`;
}
