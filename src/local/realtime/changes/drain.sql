-- Draining: questions about the queued changes up to a sequence number. The server asks them once for
-- all subscribers who share the answer, in one snapshot: transactions commit in another order than that of the
-- sequence numbers, and no question may be about a change that appeared after the question before.

-- The oldest changes in the queue. `secured`: row level security decides who sees this change; null when its table
-- is no more.
create or replace function realtime.queued_changes(max_changes int)
returns table (seq bigint, relation oid, operation text, secured boolean)
language plpgsql stable
as $$
begin
  return query
  select c.seq, c.relation, c.operation, t.relrowsecurity and c.operation <> 'DELETE'
  from realtime.change c
  left join pg_class t on t.oid = c.relation
  order by c.seq
  limit max_changes;
end
$$;

create or replace function realtime.key_columns(relation oid) returns text[]
language plpgsql stable
as $$
begin
  return (
    select coalesce(array_agg(a.attname::text order by a.attnum), '{}')
    from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = relation and i.indisprimary
  );
end
$$;

-- Why a role may hear of a change of a row without learning anything about it; null when it may learn more.
create or replace function realtime.refusal(relation oid, reader regrole) returns text
language plpgsql stable
as $$
declare
  keys text[] := realtime.key_columns(relation);
begin
  return case
    when cardinality(keys) = 0 then 'Error 400: Bad Request, no primary key'
    when exists (select from unnest(keys) name where not has_column_privilege(reader::oid, relation, name, 'SELECT'))
      then 'Error 401: Unauthorized'
  end;
end
$$;

-- Which changes pass a condition: the new row is judged, of a deleted one what identified it. A condition on
-- a column that is not known is not fulfilled.
create or replace function realtime.matching(relation regclass, last_seq bigint, condition text, columns text[])
returns bigint[]
language plpgsql
as $$
declare
  seqs bigint[];
begin
  execute format(
    'select array_agg(c.seq) from realtime.change c, '
    'jsonb_populate_record(null::%s, coalesce(c.record, c.old_record)) r '
    'where c.relation = $1 and c.seq <= $2 and coalesce(c.record, c.old_record) ?& $3 and %s',
    relation, condition
  ) into seqs using relation::oid, last_seq, columns;
  return seqs;
exception
  when others then
    raise warning 'realtime: a condition on % failed: %', relation, sqlerrm;
    return null;
end
$$;

-- Which changed rows each viewer ({role, claims}) can select from the table as it is now.
create or replace function realtime.visible(relation regclass, last_seq bigint, viewers jsonb)
returns table (viewer int, seqs bigint[])
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
  changed bigint[];
  rows jsonb[];
  probe text;
begin
  select array_agg(c.seq), array_agg(realtime.only_columns(c.record, k)) into changed, rows
  from realtime.change c, realtime.key_columns(visible.relation) k
  where c.relation = visible.relation::oid and c.seq <= last_seq and c.operation <> 'DELETE';

  -- `offset 0` keeps it a look-up by key for each change, and never a join with the whole table.
  select format(
    'select array_agg(c.seq) from unnest($1, $2) c (seq, key) where exists (select from %s t where %s offset 0)',
    relation, string_agg(format('t.%I = (c.key ->> %L)::%s', name, name, a.atttypid::regtype), ' and ')
  ) into probe
  from unnest(realtime.key_columns(relation)) name
  join pg_attribute a on a.attrelid = relation and a.attname = name
  having count(*) > 0;

  -- Prepared: planned once for all viewers of a role.
  if probe is null then return; end if;
  if exists (select from pg_prepared_statements where name = 'realtime_probe') then deallocate realtime_probe; end if;
  execute 'prepare realtime_probe (bigint[], jsonb[]) as ' || probe;
  probe := format('execute realtime_probe (%L, %L)', changed, rows);

  for viewer_index in 0 .. jsonb_array_length(viewers) - 1 loop
    viewer := viewer_index;
    seqs := realtime.seen(probe, viewers -> viewer);
    return next;
  end loop;
end
$$;

-- Asks as the viewer; a policy that fails shows nothing.
create or replace function realtime.seen(probe text, viewer jsonb) returns bigint[]
language plpgsql
as $$
declare
  seqs bigint[];
begin
  perform set_config('request.jwt.claims', viewer ->> 'claims', true), set_config('role', viewer ->> 'role', true);
  execute probe into seqs;
  perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
  return seqs;
exception
  when others then
    raise warning 'realtime: a policy failed: %', sqlerrm;
    return null;
end
$$;
