import type { Sql } from '../database/database.ts';

export interface ListOptions {
  /** The folder. */
  prefix?: string;
  limit?: number;
  offset?: number;
  search?: string;
  sortBy?: { column?: string; order?: string };
}

const SORTABLE = ['name', 'updated_at', 'created_at', 'last_accessed_at'];

/** What lies directly in a folder: folders first, by name and without anything else, then objects. */
export async function listFolder(sql: Sql, bucket: string, options: ListOptions): Promise<unknown[]> {
  const folder = (options.prefix ?? '').replace(/\/$/, '');
  const { column = 'name', order = 'asc' } = options.sortBy ?? {};
  const sorted = SORTABLE.includes(column) ? column : 'name';
  const direction = order.toLowerCase() === 'desc' ? 'desc' : 'asc';
  const { rows } = await sql.query(
    `with inside as (
       select *, substr(name, length($2) + 1) as rest from storage.objects
       where bucket_id = $1 and starts_with(lower(name), lower($2))
     )
     select name, id, updated_at, created_at, last_accessed_at, metadata from (
       select distinct split_part(rest, '/', 1) as name, null::uuid as id, null::timestamptz as updated_at,
         null::timestamptz as created_at, null::timestamptz as last_accessed_at, null::jsonb as metadata
       from inside where position('/' in rest) > 0
       union all
       select rest, id, updated_at, created_at, last_accessed_at, metadata from inside where position('/' in rest) = 0
     ) entry
     where starts_with(lower(name), lower($3))
     order by id is not null, case when id is null then name end ${direction}, ${sorted} ${direction}, name ${direction}
     limit $4::int offset $5::int`,
    [
      bucket,
      folder === '' ? '' : `${folder}/`,
      options.search ?? '',
      options.limit ?? 100,
      options.offset ?? 0,
    ],
  );
  return rows;
}
