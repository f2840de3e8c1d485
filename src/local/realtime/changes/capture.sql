-- Capture: what happens to the rows of published tables is queued in the same transaction and becomes
-- visible with its commit, whoever listens by then. Without a server that empties the queue nothing is queued.
-- Functions that every change needs are in PL/pgSQL, which keeps their plans; those in SQL are planned anew.

create table if not exists realtime.subscription (
  id bigint generated always as identity primary key,
  entity regclass not null,
  action_filter text not null,
  filters jsonb not null,
  selected_columns text[],
  claims jsonb not null,
  claims_role regrole not null,
  created_at timestamptz not null default now()
);
create index if not exists subscription_entity on realtime.subscription (entity);

create table if not exists realtime.change (
  seq bigint generated always as identity primary key,
  transaction xid8 not null default pg_current_xact_id(),
  relation oid not null,
  operation text not null,
  record jsonb,
  old_record jsonb,
  captured_at timestamptz not null default clock_timestamp()
);

create index if not exists change_transaction on realtime.change (transaction, seq);

-- Until when a server promises to empty the queue. It renews this in time; one that was killed cannot take it back.
create table if not exists realtime.served (
  until timestamptz not null
);

create table if not exists realtime.outgoing (
  seq bigint generated always as identity primary key,
  message_id uuid not null
);

-- The columns that identify a row in the write-ahead log.
create or replace function realtime.identity_columns(relation oid) returns text[]
language plpgsql stable
as $$
begin
  return (
    select coalesce(array_agg(a.attname::text order by a.attnum), '{}')
    from pg_class c
    join pg_index i on i.indrelid = c.oid
      and case c.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident end
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    where c.oid = relation
  );
end
$$;

create or replace function realtime.only_columns(row_value jsonb, columns text[]) returns jsonb
language plpgsql immutable
as $$
begin
  return (
    select coalesce(jsonb_object_agg(name, row_value -> name), '{}')
    from unnest(columns) name
    where row_value ? name
  );
end
$$;

-- Columns that an update left alone and that are stored out of line: the write-ahead log lacks their values.
create or replace function realtime.untouched_toast(relation regclass, location tid, old_row jsonb, new_row jsonb)
returns text[]
language plpgsql
set search_path = ''
as $$
declare
  is_toasted text := 'pg_column_toast_chunk_id(t.%1$I) is not null';
  probes text;
  names text[];
begin
  -- Before PostgreSQL 17 only the size tells: values of more than the threshold are moved out.
  if current_setting('server_version_num')::int < 170000 then is_toasted := 'pg_column_size(t.%1$I) > 2000'; end if;
  select string_agg(format('case when ' || is_toasted || ' then %1$L end', a.attname), ', ') into probes
  from pg_catalog.pg_attribute a
  where a.attrelid = relation and a.attnum > 0 and a.attlen = -1 and a.attstorage in ('e', 'x')
    and old_row -> a.attname = new_row -> a.attname and octet_length((new_row -> a.attname)::text) > 32;
  if probes is null then return '{}'; end if;
  execute format('select array_remove(array[%s]::text[], null) from %s t where t.ctid = $1', probes, relation)
    into names using location;
  return coalesce(names, '{}');
end
$$;

-- Session settings of the writer must not show in the text of the values.
create or replace function realtime.capture() returns trigger
language plpgsql security definer
set search_path = '' set timezone = 'UTC' set datestyle = 'ISO, MDY' set intervalstyle = 'postgres'
set bytea_output = 'hex' set extra_float_digits = 1
as $$
declare
  new_row jsonb;
  old_row jsonb;
  toast_threshold constant int := 2000;
begin
  if not exists (select from realtime.served s where s.until > clock_timestamp()) then return null; end if;
  if tg_op <> 'DELETE' then new_row := to_jsonb(new); end if;
  if tg_op <> 'INSERT' then
    old_row := to_jsonb(old);
    if (select c.relreplident from pg_catalog.pg_class c where c.oid = tg_relid) <> 'f' then
      if tg_op = 'UPDATE' and octet_length(new_row::text) > toast_threshold then
        new_row := new_row - realtime.untouched_toast(tg_relid, new.ctid, old_row, new_row);
      end if;
      old_row := realtime.only_columns(old_row, realtime.identity_columns(tg_relid));
    end if;
  end if;
  insert into realtime.change (relation, operation, record, old_record) values (tg_relid, tg_op, new_row, old_row);
  perform pg_notify('realtime', 'change');
  return null;
end
$$;

-- Brings the triggers into agreement with the publication. The name comes before any usual one: a row is
-- queued before the rows that other triggers write because of it, as in the write-ahead log.
create or replace function realtime.sync_capture() returns void
language plpgsql
as $$
declare
  target regclass;
begin
  for target in
    select format('%I.%I', schemaname, tablename)::regclass from pg_publication_tables where pubname = 'supabase_realtime'
    except
    select tgrelid::regclass from pg_trigger where tgname = '0_realtime_capture'
  loop
    execute format(
      'create trigger "0_realtime_capture" after insert or update or delete on %s '
      'for each row execute function realtime.capture()',
      target
    );
  end loop;
  for target in
    select tgrelid::regclass from pg_trigger where tgname = '0_realtime_capture' and tgparentid = 0
    except
    select format('%I.%I', schemaname, tablename)::regclass from pg_publication_tables where pubname = 'supabase_realtime'
  loop
    execute format('drop trigger "0_realtime_capture" on %s', target);
  end loop;
end
$$;

-- The triggers change together with the publication, so that no write to one of its tables is missed.
create or replace function realtime.watch_publication() returns event_trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform realtime.sync_capture();
end
$$;
drop event trigger if exists realtime_watch_publication;
create event trigger realtime_watch_publication on ddl_command_end
  when tag in ('CREATE PUBLICATION', 'ALTER PUBLICATION', 'CREATE TABLE')
  execute function realtime.watch_publication();

create or replace function realtime.queue_message() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if not exists (select from realtime.served s where s.until > clock_timestamp()) then return null; end if;
  insert into realtime.outgoing (message_id) values (new.id);
  perform pg_notify('realtime', 'message');
  return null;
end
$$;

create or replace trigger "0_realtime_queue" after insert on realtime.messages
  for each row when (new.extension = 'broadcast' and new.event is not null)
  execute function realtime.queue_message();
