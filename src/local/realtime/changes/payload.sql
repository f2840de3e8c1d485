-- Payloads: what a role is told of a change, as JSON text.

-- A row's values as the write-ahead log's decoder writes them: bytes without prefix, `char(n)` cut to one
-- character, numbers that JSON does not know as null.
create or replace function realtime.encoded(row_value jsonb, names text[], types text[], max_length int) returns jsonb
language plpgsql immutable
as $$
begin
  return (
    select coalesce(jsonb_object_agg(c.name, case
      when jsonb_typeof(v.value) <> 'string' then v.value
      when c.type = 'bytea' then to_jsonb(substr(v.value #>> '{}', 3))
      when c.type = 'bpchar' then to_jsonb(left(v.value #>> '{}', 1))
      when c.type in ('numeric', 'float4', 'float8') then 'null'
      else v.value
    end), '{}')
    from unnest(names, types) c (name, type), lateral (select row_value -> c.name as value) v
    where row_value ? c.name and (max_length is null or octet_length(v.value::text) <= max_length)
  );
end
$$;

-- The members in the order of the real server.
create or replace function realtime.payload(
  table_name text, schema_name text, operation text, columns jsonb, errors text, committed_at timestamptz,
  record jsonb, old_record jsonb
) returns text
language plpgsql stable
as $$
begin
  return concat(
    '{"table":', to_jsonb(table_name), ',"type":"', operation, '"',
    case when operation <> 'DELETE' then ',"record":' || record::text end,
    ',"columns":', columns::text, ',"errors":', errors, ',"schema":', to_jsonb(schema_name),
    ',"commit_timestamp":',
    coalesce(to_char(committed_at at time zone 'UTC', '"\""YYYY-MM-DD"T"HH24:MI:SS.MS"Z\""'), 'null'),
    case when operation <> 'INSERT' then ',"old_record":' || old_record::text end,
    '}'
  );
end
$$;

create or replace function realtime.payloads(
  relation oid, reader regrole, selected text[], seqs bigint[], max_bytes int
) returns table (seq bigint, data text)
language plpgsql stable
as $$
declare
  names text[];
  types text[];
  columns jsonb;
  target record;
begin
  select n.nspname as schema, c.relname as name, c.relrowsecurity as secured, k as keys into target
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace, realtime.key_columns(relation) k
  where c.oid = relation;

  select array_agg(a.attname order by a.attnum), array_agg(t.typname order by a.attnum),
    coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.typname) order by a.attnum), '[]')
    into names, types, columns
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
    and has_column_privilege(reader::oid, relation, a.attnum, 'SELECT')
    and (selected is null or a.attname = any (selected) or a.attname = any (target.keys));

  return query
  select c.seq, realtime.payload(
    target.name, target.schema, c.operation, columns, size.errors, stamp.committed_at,
    realtime.encoded(c.record, names, types, size.max_length),
    realtime.encoded(
      case when c.operation = 'DELETE' and target.secured then realtime.only_columns(c.old_record, target.keys)
      else c.old_record end,
      names, types, size.max_length
    )
  )
  from realtime.change c,
  lateral (
    select t.captured_at as committed_at from realtime.change t
    where t.transaction = c.transaction order by t.seq desc limit 1
  ) stamp,
  lateral (
    select case when large then '["Error 413: Payload Too Large"]' else 'null' end as errors,
      case when large then 64 end as max_length
    from (select coalesce(octet_length(c.record::text), 0) + coalesce(octet_length(c.old_record::text), 0) > max_bytes) s (large)
  ) size
  where c.seq = any (seqs);
end
$$;

-- What subscribers are told who may not learn more.
create or replace function realtime.refused_payloads(relation oid, seqs bigint[], error text)
returns table (seq bigint, data text)
language sql stable
as $$
  select c.seq, realtime.payload(
    t.relname, n.nspname, c.operation, '[]', jsonb_build_array(error)::text, null, '{}', '{}'
  )
  from realtime.change c
  join pg_class t on t.oid = c.relation
  join pg_namespace n on n.oid = t.relnamespace
  where c.relation = refused_payloads.relation and c.seq = any (seqs)
$$;
