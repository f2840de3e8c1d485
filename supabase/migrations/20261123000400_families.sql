-- Families: groups of people to whom a timeline can be shared at once.

create table public.families (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_by uuid default auth.uid() references public.profiles (id) on delete set null,
  created_at timestamptz not null default now(),
  constraint families_name_length check (char_length(name) between 1 and 200 and name ~ '\S')
);

create index families_created_by on public.families (created_by);

create table public.family_members (
  family_id uuid not null references public.families (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  role text not null default 'member',
  created_at timestamptz not null default now(),
  primary key (family_id, user_id),
  constraint family_members_role_known check (role in ('owner', 'member'))
);
create index family_members_user_id on public.family_members (user_id);

-- Families of the caller; all of them, or those where they have the role.
create function nality.my_families(as_role text default null) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select family_id from public.family_members
  where user_id = (select auth.uid()) and (as_role is null or role = as_role)
$$;

-- Who founds a family is its first owner.
create function nality.found_family() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.created_by is not null then
    insert into public.family_members (family_id, user_id, role) values (new.id, new.created_by, 'owner');
  end if;
  return null;
end
$$;

create trigger found_family after insert on public.families for each row execute function nality.found_family();

revoke execute on all functions in schema nality from public;
grant execute on function nality.my_families(text) to anon, authenticated;

alter table public.families enable row level security;
revoke all on public.families from anon, authenticated;
grant select, delete, insert (id, name, created_by), update (name) on public.families to authenticated;
grant all on public.families to service_role;

create policy "members read their family" on public.families for select to authenticated
  using (created_by = (select auth.uid()) or id = any (array(select nality.my_families())));
create policy "anybody founds a family" on public.families for insert to authenticated
  with check (created_by = (select auth.uid()));
create policy "owners rename their family" on public.families for update to authenticated
  using (id = any (array(select nality.my_families('owner'))));
create policy "owners dissolve their family" on public.families for delete to authenticated
  using (id = any (array(select nality.my_families('owner'))));

alter table public.family_members enable row level security;
revoke all on public.family_members from anon, authenticated;
grant select, delete, insert (family_id, user_id, role), update (role) on public.family_members to authenticated;
grant all on public.family_members to service_role;

create policy "members read who belongs" on public.family_members for select to authenticated
  using (family_id = any (array(select nality.my_families())));
create policy "owners add members" on public.family_members for insert to authenticated
  with check (family_id = any (array(select nality.my_families('owner'))));
create policy "owners change roles" on public.family_members for update to authenticated
  using (family_id = any (array(select nality.my_families('owner'))));
create policy "owners remove members, members leave" on public.family_members for delete to authenticated
  using (user_id = (select auth.uid()) or family_id = any (array(select nality.my_families('owner'))));
