-- What else makes a notification (an edit by somebody else, a finished answer), where a notification leads, and what a
-- client needs that reads only the newest: how many are unread below them, and marking those as read. Announcements of
-- the operator go to one topic for everybody who is signed in.

-- An address within whatever page shows it.
create function nality.link_to(subject_table text, subject uuid) returns text
language sql stable security definer set search_path = ''
as $$
  select case subject_table
    when 'life_events' then '#nality-event-' || subject
    when 'event_comments' then '#nality-comment-' || subject
    when 'chat_sessions' then '#nality-chat-' || subject
    when 'chat_messages' then (select '#nality-chat-' || session_id from public.chat_messages where id = subject)
    when 'timeline_shares' then (select '#nality-timeline-' || owner_id from public.timeline_shares where id = subject)
  end
$$;

create function nality.put_in_inbox(
  person uuid, actor uuid, subject_table text, subject_id uuid, title text, excerpt text default null
) returns void
language sql security definer set search_path = ''
as $$
  insert into public.user_notifications (user_id, actor_id, subject_table, subject_id, title, message, action_url)
  select person, actor, subject_table, subject_id, left(title, 300), left(coalesce(excerpt, ''), 140),
    nality.link_to(subject_table, subject_id)
  where person is distinct from actor and exists (select from public.users where id = person)
$$;

create or replace function nality.notify(
  person uuid, actor uuid, subject_table text, subject_id uuid, happened text, excerpt text default null
) returns void
language sql security definer set search_path = ''
as $$
  select nality.put_in_inbox(person, actor, subject_table, subject_id,
    concat(coalesce((select display_name from public.profiles where id = actor), 'Someone'), ' ', happened), excerpt)
$$;

-- To the owner and the author of an event. Of what one person does to it within ten minutes, one notification tells.
create function nality.notify_of_edit() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  editor uuid := (select auth.uid());
begin
  perform nality.notify(person, editor, 'life_events', new.id, format('changed “%s”', new.title))
  from (select new.user_id union select new.created_by) as concerned (person)
  where editor is not null and nality.level_of(person, new.user_id) >= 'view' and not exists (
    select from public.user_notifications told
    where told.subject_table = 'life_events' and told.subject_id = new.id and told.user_id = person
      and told.actor_id = editor and told.created_at > clock_timestamp() - interval '10 minutes');
  return null;
end
$$;

create trigger notify_of_edit after update on public.life_events
  for each row when (
    old.deleted_at is null and new.deleted_at is null and
    (old.title, old.description, old.start_date, old.end_date, old.date_precision, old.is_ongoing, old.category,
     old.location, old.importance, old.tags, old.metadata)
    is distinct from
    (new.title, new.description, new.start_date, new.end_date, new.date_precision, new.is_ongoing, new.category,
     new.location, new.importance, new.tags, new.metadata))
  execute function nality.notify_of_edit();

-- To the person who asked, unless they were seen of late: whoever is at a page is noted every two minutes.
create function nality.notify_of_answer() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.put_in_inbox(person.id, null, 'chat_messages', new.id, 'The interviewer has answered you', new.content)
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

create trigger notify_of_answer after insert on public.chat_messages
  for each row when (new.message_type = 'assistant_response' and new.status = 'final')
  execute function nality.notify_of_answer();
create trigger notify_of_finished_answer after update of status on public.chat_messages
  for each row when (
    new.message_type = 'assistant_response' and new.status = 'final' and old.status <> 'final'
    and new.deleted_at is null)
  execute function nality.notify_of_answer();

-- With what they tell of go the notifications.
create trigger correct_notifications after update on public.chat_messages
  for each row when (new.message_type = 'assistant_response' and new.status = 'final' and old.status = 'final')
  execute function nality.correct_notifications();

create function nality.retract_own_notifications() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.bury('user_notifications', told.id) from public.user_notifications told
  where told.subject_table = tg_table_name and told.subject_id = new.id
    or tg_table_name = 'chat_sessions' and told.subject_table = 'chat_messages'
      and told.subject_id in (select id from public.chat_messages where session_id = new.id);
  return null;
end
$$;

create trigger retract_own_notifications after update on public.life_events
  for each row when (old.deleted_at is null and new.deleted_at is not null)
  execute function nality.retract_own_notifications();
create trigger retract_own_notifications after update on public.chat_sessions
  for each row when (old.deleted_at is null and new.deleted_at is not null)
  execute function nality.retract_own_notifications();

revoke execute on all functions in schema nality from public;

-- How many of the caller's notifications below a place in the order of (created_at, id) are unread; before: {value, id}
-- of the last one that is known, or null for all.
create function public.nality_unread_count(before jsonb default null) returns bigint
language sql stable set search_path = ''
as $$
  select count(*) from public.user_notifications
  where user_id = (select auth.uid()) and not read and deleted_at is null
    and (expires_at is null or expires_at > now())
    and (before is null or (created_at, id) < ((before ->> 'value')::timestamptz, (before ->> 'id')::uuid))
$$;

-- Marks the same ones as read.
create function public.nality_read_all(before jsonb default null) returns void
language sql set search_path = ''
as $$
  update public.user_notifications set read = true
  where user_id = (select auth.uid()) and not read and deleted_at is null
    and (before is null or (created_at, id) < ((before ->> 'value')::timestamptz, (before ->> 'id')::uuid))
$$;

revoke execute on function public.nality_unread_count(jsonb), public.nality_read_all(jsonb)
  from public, anon, service_role;
grant execute on function public.nality_unread_count(jsonb), public.nality_read_all(jsonb) to authenticated;

-- Announcements: heard by everybody who is signed in. No policy lets anybody speak: only the service role does.
create policy "nality: hear announcements" on realtime.messages for select to authenticated
  using (extension in ('broadcast', 'presence') and (select realtime.topic()) = 'notifications:all');
