-- What a reader needs beside nality_changes: a fingerprint of what it should have, and pages of the newest rows.
-- Both run as the caller: what row level security hides is neither counted nor answered.

-- Checks that rows can be ordered by a column, so that (column, id) is a place to go on from.
create function nality.order_column(source text, by text) returns text
language plpgsql stable set search_path = ''
as $$
begin
  if not exists (
    select from pg_catalog.pg_attribute
    where attrelid = ('public.' || quote_ident(source))::regclass and attname = by and attnum > 0 and attnotnull
  ) then
    raise invalid_parameter_value using message = format('Rows of %s cannot be ordered by "%s"', source, by);
  end if;
  return by;
end
$$;

-- The live rows of a scope as three numbers: how many, and two sums of a mark per row, each modulo 2^52. With x and y
-- the first and the last 32 bits of the id, the marks are (x + rev * (y | 1)) and (y + rev * (x | 1)), modulo 2^32:
-- another rev of one row always makes another sum. src/core/sync/fingerprint.ts does the same sums.
-- by, edge: only the rows down to this place in the order of (by, id), newest first; edge is {value, id}.
create function public.nality_fingerprint(
  source text, scope uuid, by text default null, edge jsonb default null
) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  known nality.sources := nality.source(source);
  answer jsonb;
begin
  execute format(
    'with words as (
       select (''x'' || left(t.id::text, 8))::bit(32)::bigint as x, (''x'' || right(t.id::text, 8))::bit(32)::bigint as y,
         t.rev & 2147483647 as rev
       from public.%1$I t
       where t.%2$I = $1 and t.deleted_at is null %3$s
     )
     select jsonb_build_object(
       ''count'', count(*),
       ''a'', mod(coalesce(sum((x + rev * (y | 1)) & 4294967295), 0), 4503599627370496),
       ''b'', mod(coalesce(sum((y + rev * (x | 1)) & 4294967295), 0), 4503599627370496))
     from words',
    known.name, known.scope,
    case when edge is not null then format(
      'and (t.%1$I, t.id) >= ((jsonb_populate_record(null::public.%2$I, jsonb_build_object(%1$L, $2 -> ''value''))).%1$I,
       ($2 ->> ''id'')::uuid)',
      nality.order_column(source, by), known.name) end
  ) into answer using scope, edge;
  return answer;
end
$$;

-- A page of the newest live rows in the order of (by, id), the newest first, with the cursor for nality_changes from
-- the same statement: what commits after this page was read is found by the changes since that cursor.
-- before: {value, id} of the last row of the page before, or null.
create function public.nality_page(
  source text, scope uuid, by text, before jsonb default null, page int default 50
) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  known nality.sources := nality.source(source);
  size int := least(greatest(coalesce(page, 50), 1), 500);
  answer jsonb;
begin
  execute format(
    'with found as (
       select to_jsonb(t) as content, row_number() over (order by t.%3$I desc, t.id desc) as place
       from public.%1$I t
       where t.%2$I = $1 and t.deleted_at is null %4$s
       order by t.%3$I desc, t.id desc
       limit $3 + 1
     )
     select jsonb_build_object(
       ''epoch'', nality.epoch_id(),
       ''rows'', coalesce(jsonb_agg(content order by place) filter (where place <= $3), ''[]''),
       ''more'', count(*) > $3,
       ''cursor'', pg_snapshot_xmin(pg_current_snapshot())::text)
     from found',
    known.name, known.scope, nality.order_column(source, by),
    case when before is not null then format(
      'and (t.%1$I, t.id) < ((jsonb_populate_record(null::public.%2$I, jsonb_build_object(%1$L, $2 -> ''value''))).%1$I,
       ($2 ->> ''id'')::uuid)',
      by, known.name) end
  ) into answer using scope, before, size;
  return answer;
end
$$;

revoke execute on all functions in schema nality from public;
grant execute on function nality.order_column(text, text) to anon, authenticated, service_role;
revoke execute on function public.nality_fingerprint(text, uuid, text, jsonb), public.nality_page(text, uuid, text, jsonb, int)
  from public;
grant execute on function public.nality_fingerprint(text, uuid, text, jsonb), public.nality_page(text, uuid, text, jsonb, int)
  to anon, authenticated, service_role;
