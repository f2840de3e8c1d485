-- All notifications go through nality.notify: it says nothing twice, and no person fills another's inbox.

-- Without the characters that turn the direction of writing (Unicode's Bidi_Control): in a name or title they would reorder
-- the sentence around it.
create function nality.without_turns(words text) returns text
language sql immutable set search_path = ''
as $$ select translate(words, E'\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069', '') $$;

create or replace function nality.name_in(metadata jsonb) returns text
language sql immutable set search_path = ''
as $$
  select left(nullif(btrim(nality.without_turns(
    coalesce(metadata ->> 'display_name', metadata ->> 'full_name', metadata ->> 'name'))), ''), 100)
$$;

update public.profiles set display_name = nullif(btrim(nality.without_turns(display_name)), '')
where display_name <> nality.without_turns(display_name);

create function nality.excerpt(words text) returns text
language sql immutable set search_path = ''
as $$ select left(nality.without_turns(coalesce(words, '')), 140) $$;

-- A comment mentions people as @[id]. An inbox says the names of those with whom its person shares something, and no others:
-- an id must not be a way to a name.
create function nality.named(words text, reader uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  person public.profiles;
begin
  for person in
    select profile.* from public.profiles profile
    where profile.id in (
        select mentioned[1]::uuid from regexp_matches(
          words, '@\[([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]', 'g') mentioned)
      and profile.display_name is not null and nality.shares_something(reader, profile.id)
  loop
    words := replace(words, format('@[%s]', person.id), '@' || person.display_name);
  end loop;
  -- Of the last one there may be no more than a beginning.
  return left(regexp_replace(words, '@\[[0-9a-f-]+(\]|$)', '@…', 'g'), 140);
end
$$;

create or replace function nality.name_mentions() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  new.message := nality.named(new.message, new.user_id);
  return new;
end
$$;

-- In English.
create or replace function nality.notification_title(kind text, details jsonb) returns text
language sql immutable set search_path = ''
as $$
  select left(case kind
    when 'answer' then 'The interviewer has answered you'
    else format(case kind
      when 'mention' then '%1$s mentioned you in a comment'
      when 'reply' then '%1$s answered your comment'
      when 'thread' then '%1$s answered the same comment as you'
      when 'comment' then '%1$s commented on “%2$s”'
      when 'edit' then '%1$s changed “%2$s”'
      when 'share' then '%1$s shared a timeline with you'
      when 'access' then '%1$s gave you access to a timeline'
      when 'family' then '%1$s took you into the family “%2$s”'
      when 'invitation' then '%1$s invited you to a conversation'
    end, coalesce(details ->> 'actor', 'Someone'), details ->> 'title')
  end, 300)
$$;

-- What is repeated is not told again, even where the first one was deleted: within ten minutes for edits, else within a day.
create function nality.was_told(person uuid, actor uuid, kind text, subject_table text, subject_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.user_notifications told
    where told.user_id = person and told.actor_id is not distinct from actor and told.kind = was_told.kind
      and told.created_at > clock_timestamp() - case was_told.kind when 'edit' then interval '10 minutes' else interval '1 day' end
      and told.subject_table = was_told.subject_table
      -- A timeline that is shared again has another share.
      and told.subject_id = any (array(
        select was_told.subject_id
        union
        select again.id from public.timeline_shares share join public.timeline_shares again using (owner_id)
        where was_told.subject_table = 'timeline_shares' and share.id = was_told.subject_id)))
$$;

-- A key for actor_id, and what is counted below.
create index user_notifications_by_actor on public.user_notifications (actor_id, user_id, created_at);
drop index public.user_notifications_actor_id;

create function nality.fills_inbox(person uuid, actor uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  most_in_an_hour constant int := 60;
begin
  return most_in_an_hour <= (
    select count(*) from public.user_notifications told
    where told.actor_id = actor and told.user_id = person and told.created_at > clock_timestamp() - interval '1 hour');
end
$$;

-- details: `event_id` and `title` of the event that it is about, or the `title` of the family; `owner_id` of the timeline; the
-- actor's name is added.
create or replace function nality.notify(
  person uuid, actor uuid, kind text, subject_table text, subject_id uuid, details jsonb, excerpt text default null
) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  name constant text := (select display_name from public.profiles where id = actor);
  said constant jsonb :=
    nality.without_turns(jsonb_strip_nulls(details || jsonb_build_object('actor', name))::text)::jsonb;
begin
  if person is not distinct from actor or not exists (select from public.users where id = person)
    or nality.was_told(person, actor, kind, subject_table, subject_id) or nality.fills_inbox(person, actor) then
    return;
  end if;
  insert into public.user_notifications
    (user_id, actor_id, kind, details, subject_table, subject_id, title, message, action_url)
  values (person, actor, notify.kind, said, notify.subject_table, notify.subject_id,
    nality.notification_title(notify.kind, said), nality.excerpt(notify.excerpt),
    nality.link_to(notify.subject_table, notify.subject_id));
end
$$;

-- Of a comment each person hears once, for the most personal reason, and only who may read it: who is mentioned, if they belong to
-- the timeline, so that nobody calls strangers to what is public; whoever wrote in the thread; owner and author of the event.
create or replace function nality.notify_of_comment() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  event public.life_events;
begin
  select * into event from public.life_events where id = new.event_id;
  perform nality.notify(person, new.user_id, kind, 'event_comments', new.id, nality.about_event(event), new.content)
  from (
    select distinct on (person) person, kind
    from (
      select mentioned, 1, 'mention' from unnest(new.mentions) mentioned
      where nality.granted_level(mentioned, event.user_id) >= 'view'
      union all
      select above.user_id, 2, 'reply' from public.event_comments above
      where above.id = new.parent_id and above.deleted_at is null
      union all
      select beside.user_id, 3, 'thread' from public.event_comments beside
      where beside.parent_id = new.parent_id and beside.event_id = new.event_id and beside.deleted_at is null
      union all
      select unnest(array[event.user_id, event.created_by]), 4, 'comment'
    ) as reason (person, priority, kind)
    order by person, priority
  ) as reader
  where nality.level_of(person, event.user_id) >= 'view';
  return null;
end
$$;

create or replace function nality.notify_of_new_mentions() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  event public.life_events;
begin
  select * into event from public.life_events where id = new.event_id;
  perform nality.notify(person, new.user_id, 'mention', 'event_comments', new.id, nality.about_event(event), new.content)
  from (select unnest(new.mentions) except select unnest(old.mentions)) as mentioned (person)
  where nality.granted_level(person, event.user_id) >= 'view';
  return null;
end
$$;

create or replace function nality.notify_of_edit() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  editor uuid := (select auth.uid());
begin
  perform nality.notify(person, editor, 'edit', 'life_events', new.id, nality.about_event(new))
  from (select new.user_id union select new.created_by) as concerned (person)
  where editor is not null and nality.level_of(person, new.user_id) >= 'view';
  return null;
end
$$;

-- To whom somebody takes into a family: not to its founder, and of nobody's doing nothing is told.
create function nality.notify_of_family() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  actor constant uuid := (select auth.uid());
begin
  perform nality.notify(
    new.user_id, actor, 'family', 'families', family.id, jsonb_build_object('title', family.name))
  from public.families family where family.id = new.family_id and actor is not null;
  return null;
end
$$;

create trigger notify_of_family after insert on public.family_members
  for each row execute function nality.notify_of_family();

revoke execute on all functions in schema nality from public;
