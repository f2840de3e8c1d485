-- Who belongs in a room, whether they are there or not: presence lists add "offline" from this.

create function nality.timeline_members(owner uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select id from public.users where id = owner
  union
  select share.grantee_id from public.timeline_shares share
  where share.owner_id = owner and share.grantee_kind = 'user' and share.deleted_at is null
  union
  select member.user_id from public.timeline_shares share
  join public.family_members member on member.family_id = share.grantee_id
  where share.owner_id = owner and share.grantee_kind = 'family' and share.deleted_at is null
$$;

create function nality.chat_members(session uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select user_id from public.chat_sessions where id = session
  union
  select user_id from public.chat_participants where session_id = session
$$;

-- The caller has to be a member too: the public may watch a timeline, but not who else belongs to it.
create function nality.members_of(topic text) returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
declare
  kind text := nality.topic_kind(topic);
  room uuid := nality.topic_id(topic);
begin
  if kind in ('timeline', 'timeline_collab', 'presence') and nality.can_as_member(room, 'view') then
    return query select nality.timeline_members(room);
  elsif kind = 'event_comments' and nality.can_on_event(room, 'view') then
    return query select nality.timeline_members(event.user_id) from public.life_events event
      where event.id = room and nality.can_as_member(event.user_id, 'view');
  elsif kind in ('chat', 'live', 'presence') and nality.in_chat(room) then
    return query select nality.chat_members(room);
  elsif kind in ('family', 'presence') and room in (select nality.my_families()) then
    return query select user_id from public.family_members where family_id = room;
  elsif kind = 'notifications' and room = (select auth.uid()) then
    return next room;
  end if;
end
$$;

-- [{id, display_name, avatar_url, last_seen_at}], or [] where the caller does not belong.
create function public.nality_members(topic text) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', profile.id, 'display_name', profile.display_name, 'avatar_url', profile.avatar_url,
    'last_seen_at', person.last_seen_at) order by profile.display_name, profile.id), '[]')
  from nality.members_of(topic) member (id)
  join public.profiles profile using (id)
  join public.users person using (id)
$$;

revoke execute on all functions in schema nality from public;
revoke execute on function public.nality_members(text) from public;
grant execute on function public.nality_members(text) to anon, authenticated, service_role;
