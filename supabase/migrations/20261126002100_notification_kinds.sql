-- What a notification tells, apart from the words: a page says it in its own language, with the name that its person has by
-- then. Title and message stay, for whatever knows no kinds. A comment's notification says on which event it is.

alter table public.user_notifications
  add column kind text,
  add column details jsonb not null default '{}',
  add constraint user_notifications_kind_form check (kind ~ '^[a-z_]{1,40}$'),
  add constraint user_notifications_details_object check (jsonb_typeof(details) = 'object');
update nality.sources set blank = blank || '{"details": {}}' where name = 'user_notifications';

-- In English.
create function nality.notification_title(kind text, details jsonb) returns text
language sql immutable set search_path = ''
as $$
  select left(case kind
    when 'answer' then 'The interviewer has answered you'
    else format(case kind
      when 'mention' then '%1$s mentioned you in a comment'
      when 'reply' then '%1$s answered your comment'
      when 'comment' then '%1$s commented on “%2$s”'
      when 'edit' then '%1$s changed “%2$s”'
      when 'share' then '%1$s shared a timeline with you'
      when 'access' then '%1$s gave you access to a timeline'
      when 'invitation' then '%1$s invited you to a conversation'
    end, coalesce(details ->> 'actor', 'Someone'), details ->> 'title')
  end, 300)
$$;

-- details: `event_id` and `title` of the event that it is about, `owner_id` of the timeline; the actor's name is added.
create function nality.notify(
  person uuid, actor uuid, kind text, subject_table text, subject_id uuid, details jsonb, excerpt text default null
) returns void
language sql security definer set search_path = ''
as $$
  insert into public.user_notifications
    (user_id, actor_id, kind, details, subject_table, subject_id, title, message, action_url)
  select person, actor, notify.kind, said.details, notify.subject_table, notify.subject_id,
    nality.notification_title(notify.kind, said.details), left(coalesce(excerpt, ''), 140),
    nality.link_to(notify.subject_table, notify.subject_id)
  from (select jsonb_strip_nulls(notify.details || jsonb_build_object(
    'actor', (select display_name from public.profiles where id = actor)))) as said (details)
  where person is distinct from actor and exists (select from public.users where id = person)
$$;

create function nality.about_event(event public.life_events) returns jsonb
language sql immutable set search_path = ''
as $$ select jsonb_build_object('event_id', event.id, 'title', event.title) $$;

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
      select unnest(new.mentions), 1, 'mention'
      union all
      select parent.user_id, 2, 'reply' from public.event_comments parent where parent.id = new.parent_id
      union all
      select unnest(array[event.user_id, event.created_by]), 3, 'comment'
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
  where nality.level_of(person, event.user_id) >= 'view';
  return null;
end
$$;

create or replace function nality.notify_of_share() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.notify(
    person, coalesce(new.created_by, new.owner_id),
    case when new.created_by is distinct from new.owner_id then 'access' else 'share' end,
    'timeline_shares', new.id, jsonb_build_object('owner_id', new.owner_id))
  from (
    select new.grantee_id where new.grantee_kind = 'user'
    union
    select user_id from public.family_members where new.grantee_kind = 'family' and family_id = new.grantee_id
  ) as grantee (person)
  where person <> new.owner_id;
  return null;
end
$$;

create or replace function nality.notify_of_invitation() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.notify(new.user_id, chat.user_id, 'invitation', 'chat_sessions', chat.id, '{}', chat.title)
  from public.chat_sessions chat
  where chat.id = new.session_id and new.user_id is distinct from (select auth.uid());
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
  where editor is not null and nality.level_of(person, new.user_id) >= 'view' and not exists (
    select from public.user_notifications told
    where told.subject_table = 'life_events' and told.subject_id = new.id and told.user_id = person
      and told.actor_id = editor and told.created_at > clock_timestamp() - interval '10 minutes');
  return null;
end
$$;

create or replace function nality.notify_of_answer() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.notify(person.id, null, 'answer', 'chat_messages', new.id, '{}', new.content)
  from public.users person
  where person.id = coalesce(
      (select question.user_id from public.chat_messages question where question.id = new.reply_to),
      (select chat.user_id from public.chat_sessions chat where chat.id = new.session_id))
    and person.id in (select nality.chat_members(new.session_id))
    and coalesce(person.last_seen_at < clock_timestamp() - interval '150 seconds', true)
    and not exists (
      select from public.user_notifications told
      where told.subject_table = 'chat_messages' and told.subject_id = new.id);
  return null;
end
$$;

drop function nality.notify(uuid, uuid, text, uuid, text, text), nality.put_in_inbox(uuid, uuid, text, uuid, text, text);
revoke execute on all functions in schema nality from public;
