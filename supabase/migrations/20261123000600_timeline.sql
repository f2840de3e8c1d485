-- The events of a life. user_id is the owner of the timeline, created_by who wrote the event.

create table public.life_events (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.users (id) on delete cascade,
  created_by uuid default auth.uid() references public.profiles (id) on delete set null,
  title text not null,
  description text,
  start_date date,
  end_date date,
  date_precision text not null default 'day',
  is_ongoing boolean not null default false,
  category text not null default 'personal',
  location text,
  importance int not null default 5,
  tags text[] not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  unique (id, user_id),
  constraint life_events_title_length check (deleted_at is not null or char_length(title) between 1 and 200),
  constraint life_events_title_not_blank check (deleted_at is not null or title ~ '\S'),
  constraint life_events_description_length check (char_length(description) <= 5000),
  constraint life_events_start_required check (deleted_at is not null or start_date is not null),
  -- "Future" is what is future everywhere on earth: clocks go up to 14 hours ahead of UTC.
  constraint life_events_start_not_future check (start_date <= (now() at time zone 'utc' + interval '14 hours')::date),
  constraint life_events_dates_ordered check (end_date >= start_date),
  constraint life_events_date_precision_known
    check (date_precision in ('day', 'month', 'season', 'year', 'decade', 'about')),
  constraint life_events_category_known check (category in (
    'personal', 'education', 'career', 'family', 'travel', 'achievement', 'health', 'relationship', 'other')),
  constraint life_events_importance_range check (importance between 1 and 10),
  constraint life_events_location_length check (char_length(location) <= 500),
  constraint life_events_tags_bounded
    check (cardinality(tags) <= 50 and array_position(tags, null) is null and octet_length(array_to_string(tags, '')) <= 4000),
  constraint life_events_metadata_bounded
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536)
);
create index life_events_by_date on public.life_events (user_id, start_date desc, id) where deleted_at is null;
create index life_events_created_by on public.life_events (created_by);

select nality.sync_table(
  'life_events',
  scope => 'user_id',
  insertable => '{id,user_id,created_by,title,description,start_date,end_date,date_precision,is_ongoing,category,location,importance,tags,metadata}',
  editable => '{title,description,start_date,end_date,date_precision,is_ongoing,category,location,importance,tags,metadata}',
  blank => '{"title": "", "description": null, "start_date": null, "end_date": null, "date_precision": "day",
             "is_ongoing": false, "category": "other", "location": null, "importance": 5, "tags": [], "metadata": {}}'
);
grant select on public.life_events to anon;

create policy "who has a view reads the events" on public.life_events for select to anon, authenticated
  using (
    user_id = (select auth.uid())
    or user_id = any (array(select nality.my_grantors()))
    or nality.is_public(user_id)
  );
create policy "editors add events in their own name" on public.life_events for insert to authenticated
  with check (created_by = (select auth.uid()) and nality.can(user_id, 'edit'));
create policy "editors change events" on public.life_events for update to authenticated
  using (nality.can(user_id, 'edit'));
create policy "editors delete events" on public.life_events for delete to authenticated
  using (nality.can(user_id, 'edit'));
create policy "author and editors read deleted events" on public.nality_trash for select to authenticated
  using (source = 'life_events' and exists (
    select from public.life_events event
    where event.id = nality_trash.id
      and (event.created_by = (select auth.uid()) or nality.can(event.user_id, 'edit'))));

-- The level that an action on what hangs on an event needs: on a deleted event it is at least edit.
create function nality.can_on_event(event uuid, needed nality.level) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  owner uuid;
  deleted timestamptz;
begin
  select user_id, deleted_at into owner, deleted from public.life_events where id = event;
  if deleted is not null then needed := greatest(needed, 'edit'); end if;
  return coalesce(nality.can(owner, needed), false);
end
$$;

revoke execute on all functions in schema nality from public;
grant execute on function nality.can_on_event(uuid, nality.level) to anon, authenticated, service_role;
