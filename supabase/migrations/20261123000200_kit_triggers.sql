-- The sync kit, part two: what happens to every row of a synced table.
-- Triggers of one event fire in the order of their names, hence the numbers.

-- Version and server clock of a row, whatever the writer says.
create function nality.stamp() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.rev := case tg_op when 'INSERT' then 1 else old.rev + 1 end;
  new.changed_xid := pg_current_xact_id();
  new.updated_at := clock_timestamp();
  return new;
end
$$;

-- A person changes editable columns (the trigger's arguments) of live rows, or restores a deleted row.
create function nality.guard() returns trigger
language plpgsql set search_path = ''
as $$
declare
  kit constant text[] := array['rev', 'changed_xid', 'updated_at', 'deleted_at'];
  forbidden text;
begin
  if new.deleted_at is not null then
    raise insufficient_privilege using message = case
      when old.deleted_at is null then 'Delete the row instead of setting deleted_at'
      else 'A deleted row cannot be changed, only restored'
    end;
  end if;
  select field.key into forbidden
  from jsonb_each(to_jsonb(new)) field
  where field.key <> all (tg_argv || kit) and field.value is distinct from to_jsonb(old) -> field.key
  limit 1;
  if forbidden is not null then
    raise insufficient_privilege using
      message = format('%s of %s cannot be changed', forbidden, tg_table_name), column = forbidden, table = tg_table_name;
  end if;
  return new;
end
$$;

-- Makes a live row a tombstone: its content goes to the trash.
create function nality.bury(source text, row_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  blank jsonb := (select sources.blank from nality.sources where sources.name = source);
  blanked text := (select string_agg(format('%1$I = empty.%1$I, ', key), '') from jsonb_object_keys(blank) key);
  live jsonb;
begin
  execute format('select to_jsonb(t) from public.%I t where id = $1 and deleted_at is null for update', source)
    into live using row_id;
  if live is null then return; end if;
  insert into public.nality_trash (source, id, content, deleted_by)
  select source, row_id, coalesce(jsonb_object_agg(key, live -> key), '{}'), (select auth.uid())
  from jsonb_object_keys(blank) key;
  execute format(
    'update public.%1$I t set %2$s deleted_at = clock_timestamp()
     from jsonb_populate_record(null::public.%1$I, $2) empty where t.id = $1',
    source, blanked
  ) using row_id, blank;
end
$$;

-- Deleting through the API buries. The owner of the tables really deletes: cascades and the purge.
create function nality.bury_instead() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.bury(tg_table_name, old.id);
  return null;
end
$$;

-- Clearing deleted_at brings the content back.
create function nality.unearth() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  kept jsonb;
begin
  delete from public.nality_trash trash
  where trash.source = tg_table_name and trash.id = old.id
  returning trash.content into kept;
  return jsonb_populate_record(new, coalesce(kept, '{}'));
end
$$;

-- For tables where a deletion is moderation as well: whoever deleted a row restores it, nobody else.
create function nality.deleter_restores() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if exists (
    select from public.nality_trash trash
    where trash.source = tg_table_name and trash.id = old.id and trash.deleted_by is distinct from (select auth.uid())
  ) then
    raise insufficient_privilege using message = 'Only who deleted this can restore it';
  end if;
  return new;
end
$$;

-- Makes a table synced. It has to have id, rev, changed_xid, updated_at and deleted_at; policies are its own.
create function nality.sync_table(
  target text, scope text, insertable text[], editable text[], blank jsonb
) returns void
language plpgsql set search_path = ''
as $$
declare
  by_person constant text := $when$current_user in ('anon', 'authenticated')$when$;
  by_api constant text := $when$current_user in ('anon', 'authenticated', 'service_role')$when$;
  editable_list text := (select string_agg(quote_literal(name), ', ') from unnest(editable) name);
  insertable_list text := (select string_agg(quote_ident(name), ', ') from unnest(insertable) name);
  updatable_list text := (select string_agg(distinct quote_ident(name), ', ')
                          from unnest(insertable || editable || array['deleted_at']) name);
begin
  insert into nality.sources values (target, scope, insertable, editable, blank);

  execute format('create index %I on public.%I (%I, changed_xid, id)', target || '_changes', target, scope);
  execute format('create index %I on public.%I (deleted_at) where deleted_at is not null', target || '_tombstones', target);

  execute format('create trigger nality_1_guard before update on public.%I for each row when (%s)
                  execute function nality.guard(%s)', target, by_person, editable_list);
  execute format('create trigger nality_2_unearth before update on public.%I for each row
                  when (old.deleted_at is not null and new.deleted_at is null)
                  execute function nality.unearth()', target);
  execute format('create trigger nality_3_stamp before insert or update on public.%I for each row
                  execute function nality.stamp()', target);
  execute format('create trigger nality_bury before delete on public.%I for each row when (%s)
                  execute function nality.bury_instead()', target, by_api);

  execute format('alter table public.%I enable row level security', target);
  execute format('revoke all on public.%I from anon, authenticated', target);
  execute format('grant select, delete on public.%I to authenticated', target);
  execute format('grant update (%s) on public.%I to authenticated', updatable_list, target);
  if insertable_list is not null then
    execute format('grant insert (%s) on public.%I to authenticated', insertable_list, target);
  end if;
  execute format('grant all on public.%I to service_role', target);
  execute format('alter publication supabase_realtime add table public.%I', target);
end
$$;

revoke execute on all functions in schema nality from public;
