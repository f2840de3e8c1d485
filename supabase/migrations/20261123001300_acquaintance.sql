-- Who may see whose profile: people who share something, and everybody for authors of something public.

-- Timelines to which a person belongs: their own and those granted to them or their family.
create function nality.circles_of(person uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select person
  union
  select share.owner_id from public.timeline_shares share
  where share.deleted_at is null
    and (share.grantee_kind = 'user' and share.grantee_id = person
      or share.grantee_kind = 'family' and share.grantee_id in
        (select family_id from public.family_members where user_id = person))
$$;

create function nality.chats_of(person uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select id from public.chat_sessions where user_id = person and deleted_at is null
  union
  select session_id from public.chat_participants where user_id = person
$$;

-- A timeline, a family or a conversation in common.
create function nality.shares_something(one uuid, other uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select nality.circles_of(one) intersect select nality.circles_of(other))
    or exists (
      select from public.family_members mine
      join public.family_members theirs using (family_id)
      where mine.user_id = one and theirs.user_id = other)
    or exists (select nality.chats_of(one) intersect select nality.chats_of(other))
$$;

-- Timelines on which somebody wrote an event or a comment.
create function nality.timelines_written_on(author uuid) returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select user_id from public.life_events where created_by = author
  union
  select event.user_id from public.event_comments comment
  join public.life_events event on event.id = comment.event_id
  where comment.user_id = author
$$;

create function nality.wrote_what_i_read(author uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (select from nality.timelines_written_on(author) timeline where nality.can(timeline, 'view'));
end
$$;

create function nality.knows(person uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := auth.uid();
begin
  return coalesce(me = person, false)
    or me is not null and nality.shares_something(me, person)
    or nality.is_public(person)
    or nality.wrote_what_i_read(person);
end
$$;

revoke execute on all functions in schema nality from public;
grant execute on function nality.knows(uuid) to anon, authenticated;

create policy "acquaintances read a profile" on public.profiles for select to anon, authenticated
  using (nality.knows(id));
