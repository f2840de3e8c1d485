-- Whoever is in a room hears at once that a right on it was given, changed or taken away, without a word on whose it
-- is: they ask again what is theirs. A message that cannot be sent never undoes the change.

create function nality.tell_rights(room uuid, variadic kinds text[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform realtime.send('{}'::jsonb, 'rights', kind || ':' || room, true) from unnest(kinds) kind where room is not null;
exception when others then
  raise warning 'The change of rights was not told: %', sqlerrm;
end
$$;

create function nality.tell_share() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell_rights(coalesce(new.owner_id, old.owner_id), 'timeline', 'presence');
  return null;
end
$$;

-- A family's own room, and the timelines that are shared with it.
create function nality.tell_family() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  family uuid := coalesce(new.family_id, old.family_id);
begin
  perform nality.tell_rights(family, 'family', 'presence');
  perform nality.tell_rights(share.owner_id, 'timeline', 'presence') from public.timeline_shares share
    where share.grantee_kind = 'family' and share.grantee_id = family and share.deleted_at is null;
  return null;
end
$$;

create function nality.tell_conversation() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell_rights(coalesce(new.session_id, old.session_id), 'chat', 'live', 'presence');
  return null;
end
$$;

revoke execute on all functions in schema nality from public;

create trigger tell_rights_after_change after insert or delete on public.timeline_shares
  for each row execute function nality.tell_share();
create trigger tell_rights_after_update after update of level, deleted_at on public.timeline_shares
  for each row when (old.level <> new.level or old.deleted_at is distinct from new.deleted_at)
  execute function nality.tell_share();
create trigger tell_rights after insert or delete on public.family_members
  for each row execute function nality.tell_family();
create trigger tell_rights after insert or delete on public.chat_participants
  for each row execute function nality.tell_conversation();
