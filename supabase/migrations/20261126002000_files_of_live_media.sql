-- Viewers read a file only while a live medium names it. Before, one that was purged could be read again: its tombstone hid it.
create or replace function nality.may_read_file(path text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(case nality.path_depth(path)
    when 2 then nality.can(nality.path_id(path, 1), 'edit')
    when 3 then nality.can(nality.path_id(path, 1), 'edit')
      or exists (
        select from public.media_objects media
        where media.id = nality.path_id(path, 3) and media.deleted_at is null
          and path in (media.storage_path, media.thumbnail_path)
          and nality.can_on_event(media.life_event_id, 'view'))
  end, false)
$$;

-- Files that nothing names any more: of media that were purged, or that never came to be. The bytes go through Storage alone, so
-- that a job of the service role deletes them. A file that came up lately may still get its row: the page may be offline.
create function public.nality_orphans(page int default 1000) returns setof text
language sql stable set search_path = ''
as $$
  select object.name from storage.objects object
  where object.bucket_id = 'user-media' and nality.path_depth(object.name) = 3
    and coalesce(object.updated_at, object.created_at) < now() - interval '30 days'
    and nality.path_id(object.name, 3) is not null
    and not exists (select from public.media_objects media where media.id = nality.path_id(object.name, 3))
  order by object.name limit page
$$;

revoke execute on function public.nality_orphans(int) from public, anon, authenticated;
grant execute on function public.nality_orphans(int), nality.path_id(text, int), nality.path_depth(text) to service_role;
