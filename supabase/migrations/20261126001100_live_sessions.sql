-- Who takes part in a conversation: whom its owner has invited, always; who has joined by the link, as long as it is
-- live and they may comment on the owner's timeline. The right that let somebody in is asked for again and again.

-- Who took part before this was noted stays.
alter table public.chat_participants add column invited boolean not null default true;

create function nality.note_invitation() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.invited := (select auth.uid()) is distinct from new.user_id;
  return new;
end
$$;

create trigger note_invitation before insert on public.chat_participants
  for each row execute function nality.note_invitation();

create function nality.takes_part(person uuid, session uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.chat_participants part join public.chat_sessions chat on chat.id = part.session_id
    where part.session_id = session and part.user_id = person and chat.deleted_at is null
      and (part.invited or chat.session_type = 'live' and nality.granted_level(person, chat.user_id) >= 'comment'));
end
$$;

-- Owner and participants; of a deleted conversation only the owner.
create or replace function nality.in_chat(session uuid) returns boolean
language sql stable security definer set search_path = ''
as $$ select nality.owns_chat(session) or nality.takes_part((select auth.uid()), session) $$;

create or replace function nality.chat_members(session uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select user_id from public.chat_sessions where id = session
  union
  select user_id from public.chat_participants where session_id = session and nality.takes_part(user_id, session)
$$;

create or replace function nality.chats_of(person uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select id from public.chat_sessions where user_id = person and deleted_at is null
  union
  select session_id from public.chat_participants where user_id = person and nality.takes_part(person, session_id)
$$;

-- The rooms hear of it when a right is given or taken away on which being in a live session rests, and so do the people
-- themselves, each in the room that is theirs alone …
create function nality.tell_live_sessions(owner uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell_rights(id, 'chat', 'live', 'presence') from public.chat_sessions
    where user_id = owner and session_type = 'live' and deleted_at is null;
end
$$;

create or replace function nality.tell_share() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell_rights(coalesce(new.owner_id, old.owner_id), 'timeline', 'presence');
  perform nality.tell_live_sessions(coalesce(new.owner_id, old.owner_id));
  perform nality.tell_rights(person, 'notifications') from (
    select coalesce(new.grantee_id, old.grantee_id) where coalesce(new.grantee_kind, old.grantee_kind) = 'user'
    union
    select user_id from public.family_members where family_id = coalesce(new.grantee_id, old.grantee_id)
  ) as grantee (person);
  return null;
end
$$;

create or replace function nality.tell_family() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  family uuid := coalesce(new.family_id, old.family_id);
begin
  perform nality.tell_rights(family, 'family', 'presence');
  perform nality.tell_rights(coalesce(new.user_id, old.user_id), 'notifications');
  perform nality.tell_rights(share.owner_id, 'timeline', 'presence'), nality.tell_live_sessions(share.owner_id)
    from public.timeline_shares share
    where share.grantee_kind = 'family' and share.grantee_id = family and share.deleted_at is null;
  return null;
end
$$;

-- … and when a conversation becomes a live session, ends to be one, is deleted or restored.
create function nality.tell_session() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell_rights(new.id, 'chat', 'live', 'presence');
  return null;
end
$$;

create trigger tell_rights after update of session_type, deleted_at on public.chat_sessions
  for each row when (old.session_type <> new.session_type or old.deleted_at is distinct from new.deleted_at)
  execute function nality.tell_session();

-- Names and pictures are seen in live sessions, too.
create or replace function nality.tell_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.tell('profile', '{}', room, 'timeline', 'presence')
    from (select nality.circles_of(new.id) union select nality.timelines_written_on(new.id)) as circle (room);
  perform nality.tell('profile', '{}', room, 'chat', 'live', 'presence') from nality.chats_of(new.id) room;
  perform nality.tell('profile', '{}', family_id, 'family', 'presence')
    from public.family_members where user_id = new.id;
  return null;
end
$$;

-- Lets people into the caller's conversation by its link, or no more.
create function public.nality_live(session uuid, is_live boolean) returns void
language plpgsql set search_path = ''
as $$
begin
  update public.chat_sessions set session_type = case when is_live then 'live' else 'interview' end
    where id = session and deleted_at is null and (session_type = 'live') <> is_live;
  if not found and not nality.owns_chat(session) then
    raise insufficient_privilege using message = 'The conversation is not yours';
  end if;
end
$$;

-- Takes the caller, or by whoever may do that somebody else, out of a conversation or family: `chat:{id}`, `live:{id}` or
-- `family:{id}`, as in nality_members. Whoever is not in it is not in it afterwards either.
create function public.nality_leave(topic text, person uuid default null) returns void
language plpgsql set search_path = ''
as $$
declare
  room constant uuid := nality.topic_id(topic);
  who constant uuid := coalesce(person, auth.uid());
begin
  if nality.topic_kind(topic) in ('chat', 'live') then
    delete from public.chat_participants where session_id = room and user_id = who;
  elsif nality.topic_kind(topic) = 'family' then
    delete from public.family_members where family_id = room and user_id = who;
  end if;
  if not found and who is distinct from auth.uid() then
    raise insufficient_privilege using message = 'You cannot take somebody out of there, or they are not in it';
  end if;
end
$$;

revoke execute on all functions in schema nality from public;
revoke execute on function public.nality_live(uuid, boolean), public.nality_leave(text, uuid)
  from public, anon, service_role;
grant execute on function
  nality.topic_kind(text), nality.topic_id(text), public.nality_live(uuid, boolean), public.nality_leave(text, uuid)
  to authenticated;
