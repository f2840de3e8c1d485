-- What makes a notification: a comment, an answer, a mention, a share, an invitation to a conversation.

create function nality.notify(
  person uuid, actor uuid, subject_table text, subject_id uuid, happened text, excerpt text default null
) returns void
language sql security definer set search_path = ''
as $$
  insert into public.user_notifications (user_id, actor_id, subject_table, subject_id, title, message)
  select person, actor, subject_table, subject_id,
    left(concat(coalesce((select display_name from public.profiles where id = actor), 'Someone'), ' ', happened), 300),
    left(coalesce(excerpt, ''), 140)
  where person is distinct from actor and exists (select from public.users where id = person)
$$;

-- Each person hears of a comment once, for the most personal reason, and only who may read it.
create function nality.notify_of_comment() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  event public.life_events;
begin
  select * into event from public.life_events where id = new.event_id;
  perform nality.notify(person, new.user_id, 'event_comments', new.id, happened, new.content)
  from (
    select distinct on (person) person, happened
    from (
      select unnest(new.mentions), 1, 'mentioned you in a comment'
      union all
      select parent.user_id, 2, 'answered your comment' from public.event_comments parent where parent.id = new.parent_id
      union all
      select unnest(array[event.user_id, event.created_by]), 3, format('commented on “%s”', event.title)
    ) as reason (person, priority, happened)
    order by person, priority
  ) as reader
  where nality.level_of(person, event.user_id) >= 'view';
  return null;
end
$$;

create function nality.notify_of_new_mentions() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  owner uuid := (select user_id from public.life_events where id = new.event_id);
begin
  perform nality.notify(person, new.user_id, 'event_comments', new.id, 'mentioned you in a comment', new.content)
  from (select unnest(new.mentions) except select unnest(old.mentions)) as mentioned (person)
  where nality.level_of(person, owner) >= 'view';
  return null;
end
$$;

-- An inbox repeats no words that their author changed or took back.
create function nality.correct_notifications() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.deleted_at is not null then
    perform nality.bury('user_notifications', notification.id) from public.user_notifications notification
    where notification.subject_table = tg_table_name and notification.subject_id = new.id;
  elsif new.content is distinct from old.content then
    update public.user_notifications notification set message = left(new.content, 140)
    where notification.subject_table = tg_table_name and notification.subject_id = new.id
      and notification.deleted_at is null;
  end if;
  return null;
end
$$;

create trigger notify_of_comment after insert on public.event_comments
  for each row execute function nality.notify_of_comment();
create trigger notify_of_new_mentions after update of mentions on public.event_comments
  for each row when (new.deleted_at is null and old.deleted_at is null and new.mentions <> old.mentions)
  execute function nality.notify_of_new_mentions();
create trigger correct_notifications after update on public.event_comments
  for each row execute function nality.correct_notifications();

-- With a deleted event go the notifications of its comments.
create function nality.retract_notifications() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.bury('user_notifications', notification.id)
  from public.event_comments comment
  join public.user_notifications notification
    on notification.subject_table = 'event_comments' and notification.subject_id = comment.id
  where comment.event_id = new.id;
  return null;
end
$$;

create trigger retract_notifications after update on public.life_events
  for each row when (old.deleted_at is null and new.deleted_at is not null)
  execute function nality.retract_notifications();

create function nality.notify_of_share() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.notify(
    person, coalesce(new.created_by, new.owner_id), 'timeline_shares', new.id,
    case when new.created_by is distinct from new.owner_id then 'gave you access to a timeline'
         else 'shared a timeline with you' end)
  from (
    select new.grantee_id where new.grantee_kind = 'user'
    union
    select user_id from public.family_members where new.grantee_kind = 'family' and family_id = new.grantee_id
  ) as grantee (person)
  where person <> new.owner_id;
  return null;
end
$$;

create trigger notify_of_share after insert on public.timeline_shares
  for each row execute function nality.notify_of_share();

create function nality.notify_of_invitation() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.notify(new.user_id, chat.user_id, 'chat_sessions', chat.id, 'invited you to a conversation', chat.title)
  from public.chat_sessions chat
  where chat.id = new.session_id and new.user_id is distinct from (select auth.uid());
  return null;
end
$$;

create trigger notify_of_invitation after insert on public.chat_participants
  for each row execute function nality.notify_of_invitation();

revoke execute on all functions in schema nality from public;
