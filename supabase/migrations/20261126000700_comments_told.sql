-- What comments need beside their rows: whose timeline an event is on and what the caller may do there, how many comments
-- the events have, and hints, without content, that a number, a name or a picture is another one: who hears one reads again.

-- When the author last changed the words. Restoring a comment is no edit.
alter table public.event_comments add column edited_at timestamptz;

create function nality.note_edit() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.edited_at := clock_timestamp();
  return new;
end
$$;

-- After the guard, which refuses what a person may not set.
create trigger nality_2_note_edit before update on public.event_comments
  for each row when (old.deleted_at is null and new.deleted_at is null and new.content <> old.content)
  execute function nality.note_edit();

-- {owner, level}: whose timeline the event is on, and the caller's level for its comments; null and none for who may not
-- see it. The comments of a deleted event are for editors, until it is restored.
create function public.nality_event_access(event uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  subject public.life_events;
  level nality.level := 'none';
begin
  select * into subject from public.life_events where id = event;
  level := coalesce(nality.level_of((select auth.uid()), subject.user_id), 'none');
  return jsonb_build_object(
    'owner', case when level <> 'none' then subject.user_id end,
    'level', case when subject.deleted_at is not null and level < 'edit' then 'none' else level end);
end
$$;

-- {event: number} of the live comments on the events of a timeline; events without any are left out.
-- events: only these. One question of rights for all of them, where row level security would ask for each comment.
create function public.nality_comment_counts(owner uuid, events uuid[] default null) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_object_agg(event_id, number), '{}')
  from (
    select comment.event_id, count(*) as number
    from public.life_events event
    join public.event_comments comment on comment.event_id = event.id
    where nality.can(nality_comment_counts.owner, 'view')
      and event.user_id = nality_comment_counts.owner and event.deleted_at is null
      and comment.deleted_at is null
      and (events is null or event.id = any (events))
    group by comment.event_id
  ) as counted
$$;

-- Sends a hint to the rooms of these kinds. A message that cannot be sent never undoes the change.
create function nality.tell(hint text, payload jsonb, room uuid, variadic kinds text[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform realtime.send(payload, hint, kind || ':' || room, true) from unnest(kinds) kind where room is not null;
exception when others then
  raise warning 'The hint % was not sent: %', hint, sqlerrm;
end
$$;

create function nality.tell_comment() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell(
    'comments', jsonb_build_object('event_id', new.event_id),
    (select user_id from public.life_events where id = new.event_id), 'timeline');
  return null;
end
$$;

create trigger tell_comment_after_insert after insert on public.event_comments
  for each row execute function nality.tell_comment();
create trigger tell_comment_after_update after update of deleted_at on public.event_comments
  for each row when (old.deleted_at is distinct from new.deleted_at)
  execute function nality.tell_comment();

-- To everybody who may be looking at something of that person, without a word on who it is: the public must not learn who
-- belongs to a timeline.
create function nality.tell_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell('profile', '{}', room, 'timeline', 'presence')
    from (select nality.circles_of(new.id) union select nality.timelines_written_on(new.id)) as circle (room);
  perform nality.tell('profile', '{}', room, 'chat', 'presence') from nality.chats_of(new.id) room;
  perform nality.tell('profile', '{}', family_id, 'family', 'presence')
    from public.family_members where user_id = new.id;
  return null;
end
$$;

create trigger tell_profile after update on public.profiles
  for each row when ((old.display_name, old.avatar_url) is distinct from (new.display_name, new.avatar_url))
  execute function nality.tell_profile();

-- A comment mentions people as @[id]. An inbox says the names of those with whom its person shares something, and no others:
-- an id must not be a way to a name.
create function nality.name_mentions() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  person public.profiles;
begin
  for person in
    select profile.* from public.profiles profile
    where profile.id::text in (select (regexp_matches(new.message, '@\[([0-9a-f-]{36})\]', 'g'))[1])
      and profile.display_name is not null and nality.shares_something(new.user_id, profile.id)
  loop
    new.message := replace(new.message, format('@[%s]', person.id), '@' || person.display_name);
  end loop;
  -- Of the last one there may be no more than a beginning.
  new.message := left(regexp_replace(new.message, '@\[[0-9a-f-]+(\]|$)', '@…', 'g'), 140);
  return new;
end
$$;

create trigger name_mentions before insert or update of message on public.user_notifications
  for each row when (new.message like '%@[%')
  execute function nality.name_mentions();

revoke execute on all functions in schema nality from public;
revoke execute on function public.nality_event_access(uuid), public.nality_comment_counts(uuid, uuid[]) from public;
grant execute on function public.nality_event_access(uuid), public.nality_comment_counts(uuid, uuid[])
  to anon, authenticated, service_role;
