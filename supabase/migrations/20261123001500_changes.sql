-- nality_changes: what a client has not seen yet, page by page, without ever missing a late commit.
--
-- The cursor is the oldest transaction still open when the page was read. What commits afterwards has an equal or
-- higher changed_xid, so the next read finds it; what was open is read twice, which rev makes harmless. Keep the
-- cursor of the FIRST page, and keep it only after the last page has been applied.

-- source: a synced table. scope: the value of its scope column (see nality.sources).
-- since: a kept cursor, or null for all live rows. after: "next" of the page before, or null.
create function public.nality_changes(
  source text, scope uuid, since text default null, after jsonb default null, page int default 500
) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  known nality.sources := nality.source(source);
  size int := least(greatest(coalesce(page, 500), 1), 500);
  answer jsonb;
begin
  if since::xid8 > pg_snapshot_xmax(pg_current_snapshot()) then
    raise invalid_parameter_value using
      message = 'The cursor is ahead of this database', hint = 'Load everything again, without since';
  end if;
  execute format(
    'with found as (
       select t.changed_xid, t.id, to_jsonb(t) as content, row_number() over (order by t.changed_xid, t.id) as place
       from public.%1$I t
       where t.%2$I = $1
         and case when $2 is null then t.deleted_at is null else t.changed_xid >= $2 end
         and ($3 is null or (t.changed_xid, t.id) > ($3, $4))
       order by t.changed_xid, t.id
       limit $5 + 1
     )
     select jsonb_build_object(
       ''epoch'', nality.epoch_id(),
       ''rows'', coalesce(jsonb_agg(content order by place) filter (where place <= $5), ''[]''),
       ''next'', case when count(*) > $5 then
         (select jsonb_build_object(''xid'', changed_xid::text, ''id'', id) from found where place = $5) end,
       ''cursor'', pg_snapshot_xmin(pg_current_snapshot())::text)
     from found',
    known.name, known.scope
  ) into answer using scope, since::xid8, (after ->> 'xid')::xid8, (after ->> 'id')::uuid, size;
  return answer;
end
$$;

revoke execute on function public.nality_changes(text, uuid, text, jsonb, int) from public;
grant execute on function public.nality_changes(text, uuid, text, jsonb, int) to anon, authenticated, service_role;
