-- Files of a timeline: private bucket user-media, path {owner}/{event}/{id}[suffix], rights by share level.
-- Files directly below {owner} belong to no event; editors alone read and write them.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('user-media', 'user-media', false, 100 * 1024 * 1024, array[
  'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'video/mp4', 'video/quicktime', 'audio/*', 'application/pdf'])
on conflict (id) do update set
  public = excluded.public, file_size_limit = excluded.file_size_limit, allowed_mime_types = excluded.allowed_mime_types;

-- The id at the beginning of one part of a path, or null.
create function nality.path_id(path text, part int) returns uuid
language sql immutable set search_path = ''
as $$
  select substring(split_part(path, '/', part) from
    case when part < 3 then '^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$'
         else '^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})([-.][A-Za-z0-9._-]*)?$' end)::uuid
$$;

create function nality.path_depth(path text) returns int
language sql immutable set search_path = ''
as $$ select cardinality(string_to_array(path, '/')) $$;

-- Viewers see files of live events, unless the medium itself was deleted.
create function nality.may_read_file(path text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(case nality.path_depth(path)
    when 2 then nality.can(nality.path_id(path, 1), 'edit')
    when 3 then nality.can(nality.path_id(path, 1), 'edit')
      or exists (
        select from public.life_events event
        where event.id = nality.path_id(path, 2) and event.user_id = nality.path_id(path, 1)
          and nality.can_on_event(event.id, 'view'))
      and not exists (
        select from public.media_objects media
        where media.id = nality.path_id(path, 3) and media.deleted_at is not null)
  end, false)
$$;

create function nality.may_write_file(path text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(case nality.path_depth(path)
    when 2 then split_part(path, '/', 2) <> '' and nality.can(nality.path_id(path, 1), 'edit')
    when 3 then nality.path_id(path, 3) is not null and exists (
      select from public.life_events event
      where event.id = nality.path_id(path, 2) and event.user_id = nality.path_id(path, 1)
        and nality.can(event.user_id, 'edit'))
  end, false)
$$;

revoke execute on all functions in schema nality from public;
grant execute on function nality.may_read_file(text) to anon, authenticated, service_role;
grant execute on function nality.may_write_file(text) to authenticated, service_role;

create policy "nality: viewers read files" on storage.objects for select to anon, authenticated
  using (bucket_id = 'user-media' and nality.may_read_file(name));
create policy "nality: editors add files" on storage.objects for insert to authenticated
  with check (bucket_id = 'user-media' and nality.may_write_file(name));
create policy "nality: editors replace files" on storage.objects for update to authenticated
  using (bucket_id = 'user-media' and nality.may_write_file(name))
  with check (bucket_id = 'user-media' and nality.may_write_file(name));
create policy "nality: editors delete files" on storage.objects for delete to authenticated
  using (bucket_id = 'user-media' and nality.may_write_file(name));
