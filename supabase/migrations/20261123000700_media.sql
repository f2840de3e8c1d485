-- Photos, recordings and documents of an event. The bytes are in Storage (…_storage.sql).

create table public.media_objects (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.users (id) on delete cascade,
  created_by uuid default auth.uid() references public.profiles (id) on delete set null,
  life_event_id uuid not null,
  storage_path text not null,
  file_name text not null,
  file_size bigint not null,
  mime_type text not null,
  media_type text not null,
  width int,
  height int,
  duration_seconds numeric,
  thumbnail_path text,
  alt_text text,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  -- The event is one of the same timeline.
  constraint media_objects_event_of_timeline
    foreign key (life_event_id, user_id) references public.life_events (id, user_id) on delete cascade,
  constraint media_objects_storage_path_in_place check (
    deleted_at is not null or starts_with(storage_path, concat(user_id, '/', life_event_id, '/', id))),
  constraint media_objects_thumbnail_path_in_place check (
    starts_with(thumbnail_path, concat(user_id, '/', life_event_id, '/', id))),
  constraint media_objects_paths_length check (char_length(storage_path) <= 500 and char_length(thumbnail_path) <= 500),
  constraint media_objects_file_name_length check (deleted_at is not null or char_length(file_name) between 1 and 255),
  constraint media_objects_media_type_known check (media_type in ('image', 'video', 'audio', 'document')),
  constraint media_objects_mime_type_known check (case media_type
    when 'image' then mime_type in ('image/jpeg', 'image/png', 'image/webp', 'image/heic')
    when 'video' then mime_type in ('video/mp4', 'video/quicktime')
    when 'audio' then mime_type like 'audio/%'
    when 'document' then mime_type = 'application/pdf'
  end),
  constraint media_objects_file_size_range check (file_size between 0 and case media_type
    when 'image' then 10 when 'video' then 100 else 25 end * 1024 * 1024),
  constraint media_objects_dimensions_positive check (width > 0 and height > 0 and duration_seconds >= 0),
  constraint media_objects_alt_text_length check (char_length(alt_text) <= 1000),
  constraint media_objects_metadata_bounded
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536)
);
create index media_objects_event on public.media_objects (life_event_id, user_id);
create index media_objects_created_by on public.media_objects (created_by);

-- At most 20 live media to an event. The lock on the event makes simultaneous uploads count each other.
create function nality.limit_media() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from public.life_events where id = new.life_event_id for no key update;
  if (select count(*) from public.media_objects media
      where media.life_event_id = new.life_event_id and media.deleted_at is null) > 20
  then
    raise check_violation using
      message = 'An event has at most 20 media', constraint = 'media_objects_twenty_per_event', table = 'media_objects';
  end if;
  return null;
end
$$;

create trigger limit_media after insert on public.media_objects
  for each row execute function nality.limit_media();
create trigger limit_restored_media after update on public.media_objects
  for each row when (old.deleted_at is not null and new.deleted_at is null) execute function nality.limit_media();

revoke execute on all functions in schema nality from public;

select nality.sync_table(
  'media_objects',
  scope => 'user_id',
  insertable => '{id,user_id,created_by,life_event_id,storage_path,file_name,file_size,mime_type,media_type,width,height,duration_seconds,thumbnail_path,alt_text,metadata}',
  editable => '{file_name,width,height,duration_seconds,thumbnail_path,alt_text,metadata}',
  blank => '{"storage_path": "", "file_name": "", "width": null, "height": null, "duration_seconds": null,
             "thumbnail_path": null, "alt_text": null, "metadata": {}}'
);
grant select on public.media_objects to anon;

create policy "who has a view reads the media" on public.media_objects for select to anon, authenticated
  using (nality.can_on_event(life_event_id, 'view'));
create policy "editors add media in their own name" on public.media_objects for insert to authenticated
  with check (created_by = (select auth.uid()) and nality.can(user_id, 'edit'));
create policy "editors change media" on public.media_objects for update to authenticated
  using (nality.can(user_id, 'edit'));
create policy "editors delete media" on public.media_objects for delete to authenticated
  using (nality.can(user_id, 'edit'));
create policy "author and editors read deleted media" on public.nality_trash for select to authenticated
  using (source = 'media_objects' and exists (
    select from public.media_objects media
    where media.id = nality_trash.id
      and (media.created_by = (select auth.uid()) or nality.can(media.user_id, 'edit'))));
