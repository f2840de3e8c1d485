-- The sync kit, part one: what is synced, the epoch, the ledger of operations, the trash.
-- Helpers live in the schema nality, which the API does not expose.

create schema nality;
grant usage on schema nality to anon, authenticated, service_role;

-- One row per synced table, written by nality.sync_table().
create table nality.sources (
  name text primary key,
  scope text not null,             -- the column by which clients follow the table
  insertable text[] not null,      -- columns that a person may give on insert
  editable text[] not null,        -- columns that a person may change afterwards
  blank jsonb not null             -- content columns with the value that a tombstone has in their place
);
alter table nality.sources enable row level security;

-- A new epoch tells clients that their cursors are worthless: it is made when the migrations first run,
-- and has to be made again, with nality_new_epoch(), after a restore from a backup.
create table nality.epoch (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid()
);
alter table nality.epoch enable row level security;
insert into nality.epoch default values;

-- Operations already applied. An operation that comes again (its answer was lost) is not applied twice.
create table nality.ledger (
  actor uuid not null,
  op_id uuid not null,
  at timestamptz not null default now(),
  primary key (actor, op_id)
);
create index ledger_at on nality.ledger (at);
alter table nality.ledger enable row level security;

-- Content of deleted rows. Each synced table brings its own policy for reading; nobody writes but triggers.
create table public.nality_trash (
  source text not null references nality.sources (name),
  id uuid not null,
  content jsonb not null,
  deleted_by uuid,
  deleted_at timestamptz not null default now(),
  primary key (source, id)
);
create index nality_trash_deleted_at on public.nality_trash (deleted_at);
alter table public.nality_trash enable row level security;
revoke all on public.nality_trash from anon, authenticated;
grant select on public.nality_trash to authenticated;
grant all on public.nality_trash to service_role;

create function nality.epoch_id() returns uuid
language sql stable security definer set search_path = ''
as $$ select id from nality.epoch $$;

-- What a client reads once before anything else: version of the schema and epoch of the data.
create function public.nality_info() returns jsonb
language sql stable set search_path = ''
as $$ select jsonb_build_object('schema', 1, 'epoch', nality.epoch_id()) $$;

-- Tells every client to load everything again. For the operator, after a restore.
create function public.nality_new_epoch() returns uuid
language sql security definer set search_path = ''
as $$ update nality.epoch set id = gen_random_uuid() returning id $$;

revoke execute on all functions in schema nality from public;
grant execute on function nality.epoch_id() to anon, authenticated, service_role;
revoke execute on function public.nality_info(), public.nality_new_epoch() from public, anon, authenticated;
grant execute on function public.nality_info() to anon, authenticated, service_role;
grant execute on function public.nality_new_epoch() to service_role;
