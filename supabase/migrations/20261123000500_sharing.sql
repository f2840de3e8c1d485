-- Sharing: a timeline belongs to one person and is shared with a person, a family or the public at a level.

-- In ascending order, so that levels compare. Public shares never go beyond view; owner is never granted.
create type nality.level as enum ('none', 'view', 'comment', 'edit', 'admin', 'owner');

create table public.timeline_shares (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.users (id) on delete cascade,
  grantee_kind text not null,
  grantee_id uuid,
  level text not null default 'view',
  created_by uuid default auth.uid() references public.profiles (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  constraint timeline_shares_grantee_kind_known check (grantee_kind in ('user', 'family', 'public')),
  constraint timeline_shares_level_known check (level in ('view', 'comment', 'edit', 'admin')),
  constraint timeline_shares_public_is_view check (grantee_kind <> 'public' or level = 'view'),
  constraint timeline_shares_grantee_given check ((grantee_kind = 'public') = (grantee_id is null)),
  constraint timeline_shares_not_with_oneself check (grantee_id <> owner_id)
);
create unique index timeline_shares_one_per_grantee on public.timeline_shares (owner_id, grantee_kind, grantee_id)
  nulls not distinct where deleted_at is null;
create index timeline_shares_grantee_id on public.timeline_shares (grantee_id) where deleted_at is null;

create index timeline_shares_created_by on public.timeline_shares (created_by);

-- A grantee is one of two tables' rows, so these two triggers stand in for a foreign key.
create function nality.require_grantee() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.grantee_kind = 'user' and not exists (select from public.users where id = new.grantee_id)
    or new.grantee_kind = 'family' and not exists (select from public.families where id = new.grantee_id)
  then
    raise foreign_key_violation using
      message = format('There is no %s %s', new.grantee_kind, new.grantee_id),
      constraint = 'timeline_shares_grantee_exists', table = 'timeline_shares', column = 'grantee_id';
  end if;
  return new;
end
$$;

create function nality.drop_shares_with() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.timeline_shares where grantee_id = old.id;
  return null;
end
$$;

create trigger require_grantee before insert on public.timeline_shares
  for each row execute function nality.require_grantee();
create trigger drop_shares after delete on public.users for each row execute function nality.drop_shares_with();
create trigger drop_shares after delete on public.families for each row execute function nality.drop_shares_with();

-- Policies ask these functions for every row. They are in plpgsql because that keeps its plans; a function in SQL
-- that another one calls is planned anew each time, which is ten times slower.

-- The level of a person (null: nobody signed in) on a timeline by being its owner or by a grant to them or their family.
create function nality.granted_level(person uuid, owner uuid) returns nality.level
language plpgsql stable security definer set search_path = ''
as $$
begin
  if person = owner then return 'owner'; end if;
  return coalesce(
    (select max(share.level::nality.level) from public.timeline_shares share
     where share.owner_id = owner and share.deleted_at is null
       and (share.grantee_kind = 'user' and share.grantee_id = person
         or share.grantee_kind = 'family' and share.grantee_id in
           (select family_id from public.family_members where user_id = person))),
    'none');
end
$$;

create function nality.is_public(owner uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (select from public.timeline_shares share
                 where share.owner_id = owner and share.grantee_kind = 'public' and share.deleted_at is null);
end
$$;

-- The same, with what is public.
create function nality.level_of(person uuid, owner uuid) returns nality.level
language plpgsql stable security definer set search_path = ''
as $$
declare
  granted nality.level := nality.granted_level(person, owner);
begin
  return case when granted = 'none' and nality.is_public(owner) then 'view' else granted end;
end
$$;

-- The question that most policies ask.
create function nality.can(owner uuid, needed nality.level) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return nality.level_of(auth.uid(), owner) >= needed;
end
$$;

-- Membership: a level on the timeline that does not come from its being public.
create function nality.can_as_member(owner uuid, needed nality.level) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return nality.granted_level(auth.uid(), owner) >= needed;
end
$$;

-- Owners who granted the caller something. One look per query instead of one per row.
create function nality.my_grantors() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select share.owner_id from public.timeline_shares share
  where share.deleted_at is null
    and (share.grantee_kind = 'user' and share.grantee_id = (select auth.uid())
      or share.grantee_kind = 'family' and share.grantee_id in (select nality.my_families()))
$$;

-- The caller's level on the timeline of owner: none, view, comment, edit, admin or owner.
create function public.nality_level(owner uuid) returns text
language sql stable set search_path = ''
as $$ select nality.level_of((select auth.uid()), owner)::text $$;

revoke execute on all functions in schema nality from public;
grant execute on function
  nality.can(uuid, nality.level), nality.can_as_member(uuid, nality.level), nality.is_public(uuid),
  nality.level_of(uuid, uuid), nality.my_grantors()
  to anon, authenticated, service_role;
revoke execute on function public.nality_level(uuid) from public;
grant execute on function public.nality_level(uuid) to anon, authenticated, service_role;

select nality.sync_table(
  'timeline_shares',
  scope => 'owner_id',
  insertable => '{id,owner_id,grantee_kind,grantee_id,level,created_by}',
  editable => '{level}',
  blank => '{}'
);

-- Owner and admins manage shares, but only the owner makes, changes or unmakes admins.
create policy "owner, admins and the grantee read a share" on public.timeline_shares for select to authenticated
  using (
    owner_id = (select auth.uid())
    or grantee_id = (select auth.uid())
    or grantee_id = any (array(select nality.my_families()))
    or nality.can(owner_id, 'admin')
  );
create policy "owner and admins share" on public.timeline_shares for insert to authenticated
  with check (
    created_by = (select auth.uid())
    and (owner_id = (select auth.uid()) or level <> 'admin' and nality.can(owner_id, 'admin'))
  );
create policy "owner and admins change a share" on public.timeline_shares for update to authenticated
  using (owner_id = (select auth.uid()) or level <> 'admin' and nality.can(owner_id, 'admin'))
  with check (owner_id = (select auth.uid()) or level <> 'admin' and nality.can(owner_id, 'admin'));
create policy "owner and admins end a share, the grantee declines it" on public.timeline_shares for delete to authenticated
  using (
    owner_id = (select auth.uid())
    or grantee_id = (select auth.uid())
    or level <> 'admin' and nality.can(owner_id, 'admin')
  );
