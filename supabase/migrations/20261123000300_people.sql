-- People: users is private to each person, profiles is what others may see. Both follow auth.users.

create table public.users (
  id uuid primary key references auth.users (id) on delete cascade,
  email text,
  timezone text not null default 'UTC',
  birth_date date,
  last_seen_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint users_timezone_length check (char_length(timezone) between 1 and 64),
  constraint users_birth_date_not_future check (birth_date <= (now() at time zone 'utc' + interval '14 hours')::date)
);

create table public.profiles (
  id uuid primary key references public.users (id) on delete cascade,
  display_name text,
  avatar_url text,
  updated_at timestamptz not null default now(),
  constraint profiles_display_name_length check (char_length(display_name) between 1 and 100),
  constraint profiles_avatar_url_length check (char_length(avatar_url) <= 8192)
);

create function nality.touch() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create trigger touch before update on public.users for each row execute function nality.touch();
create trigger touch before update on public.profiles for each row execute function nality.touch();

alter table public.users enable row level security;
revoke all on public.users from anon, authenticated;
grant select, update (timezone, birth_date) on public.users to authenticated;
grant all on public.users to service_role;

create policy "a person reads their own record" on public.users
  for select to authenticated using (id = (select auth.uid()));
create policy "a person changes their own record" on public.users
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

-- Who may read a profile is decided where everything that joins people exists (…_acquaintance.sql).
alter table public.profiles enable row level security;
revoke all on public.profiles from anon, authenticated;
grant select on public.profiles to anon, authenticated;
grant all on public.profiles to service_role;
alter publication supabase_realtime add table public.profiles;

-- The name that a person gave at sign-up or afterwards, or null. An email address is never shown instead.
create function nality.name_in(metadata jsonb) returns text
language sql immutable set search_path = ''
as $$
  select left(nullif(btrim(coalesce(metadata ->> 'display_name', metadata ->> 'full_name', metadata ->> 'name')), ''), 100)
$$;

-- The picture, if it is a web address, a path on the host's site or a small embedded raster image.
create function nality.avatar_in(metadata jsonb) returns text
language sql immutable set search_path = ''
as $$
  select url
  from (select coalesce(metadata ->> 'avatar_url', metadata ->> 'picture')) as given (url)
  where char_length(url) <= 8192 and url ~* '^(https?://|/[^/]|data:image/(png|jpeg|gif|webp);base64,)'
$$;

create function nality.follow_auth_user() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.users (id, email) values (new.id, new.email)
  on conflict (id) do update set email = excluded.email
  where users.email is distinct from excluded.email;

  insert into public.profiles (id, display_name, avatar_url)
  values (new.id, nality.name_in(new.raw_user_meta_data), nality.avatar_in(new.raw_user_meta_data))
  on conflict (id) do update set display_name = excluded.display_name, avatar_url = excluded.avatar_url
  where (profiles.display_name, profiles.avatar_url) is distinct from (excluded.display_name, excluded.avatar_url);
  return null;
end
$$;

create trigger nality_follow_auth_user
  after insert or update of email, raw_user_meta_data on auth.users
  for each row execute function nality.follow_auth_user();

-- People who signed up before the migrations ran.
insert into public.users (id, email) select id, email from auth.users on conflict do nothing;
insert into public.profiles (id, display_name, avatar_url)
select id, nality.name_in(raw_user_meta_data), nality.avatar_in(raw_user_meta_data) from auth.users
on conflict do nothing;

-- "I am here": clients call it now and then; others read it through nality_members().
create function public.nality_seen() returns void
language sql security definer set search_path = ''
as $$ update public.users set last_seen_at = now() where id = (select auth.uid()) $$;

revoke execute on all functions in schema nality from public;
revoke execute on function public.nality_seen() from public, anon, service_role;
grant execute on function public.nality_seen() to authenticated;
