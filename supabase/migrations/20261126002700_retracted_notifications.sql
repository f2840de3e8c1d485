-- What an author takes back is taken back from the inboxes, too: their people neither read nor restore it. When the author
-- restores it, the notifications are there again, but for those that their people had deleted themselves.

alter table public.nality_trash add column retracted boolean not null default false;

drop policy "a person reads what they deleted" on public.nality_trash;
create policy "a person reads what they deleted" on public.nality_trash for select to authenticated
  using (source = 'user_notifications' and not retracted and exists (
    select from public.user_notifications notification
    where notification.id = nality_trash.id and notification.user_id = (select auth.uid())));

create function nality.keep_retracted() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if not exists (
    select from public.nality_trash trash
    where trash.source = tg_table_name and trash.id = old.id and not trash.retracted
  ) then
    raise insufficient_privilege using message = 'What this notification told of was taken back';
  end if;
  return new;
end
$$;

create trigger keep_retracted before update on public.user_notifications
  for each row when (
    current_user in ('anon', 'authenticated') and old.deleted_at is not null and new.deleted_at is null)
  execute function nality.keep_retracted();

-- Whether a person may read what a notification tells of.
create function nality.may_read_subject(person uuid, subject_table text, subject uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return case subject_table
    when 'event_comments' then exists (
      select from public.event_comments comment join public.life_events event on event.id = comment.event_id
      where comment.id = subject and comment.deleted_at is null and event.deleted_at is null
        and nality.level_of(person, event.user_id) >= 'view')
    when 'life_events' then exists (
      select from public.life_events event
      where event.id = subject and event.deleted_at is null and nality.level_of(person, event.user_id) >= 'view')
    when 'chat_messages' then exists (
      select from public.chat_messages message join public.chat_sessions chat on chat.id = message.session_id
      where message.id = subject and message.deleted_at is null and chat.deleted_at is null
        and person in (select nality.chat_members(chat.id)))
    when 'chat_sessions' then exists (
      select from public.chat_sessions chat
      where chat.id = subject and chat.deleted_at is null and person in (select nality.chat_members(chat.id)))
    else true
  end;
end
$$;

create function nality.retract(subject_table text, subject uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  told public.user_notifications;
begin
  for told in
    select * from public.user_notifications notification
    where notification.subject_table = retract.subject_table and notification.subject_id = subject
    order by id for update -- before whoever restores theirs just now, or after them
  loop
    perform nality.bury('user_notifications', told.id);
    -- deleted_by tells from now on whether its person had deleted it before.
    update public.nality_trash set retracted = true, deleted_by = case when told.deleted_at is not null then deleted_by end
    where source = 'user_notifications' and id = told.id;
  end loop;
end
$$;

create function nality.return_retracted(subject_table text, subject uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  free public.nality_trash;
begin
  for free in
    update public.nality_trash trash set retracted = false
    from public.user_notifications told
    where told.subject_table = return_retracted.subject_table and told.subject_id = subject
      and trash.source = 'user_notifications' and trash.id = told.id and trash.retracted
      and nality.may_read_subject(told.user_id, told.subject_table, subject)
    returning trash.*
  loop
    update public.user_notifications set deleted_at = null where id = free.id and free.deleted_by is null;
  end loop;
end
$$;

create function nality.retract_or_return(subject_table text, subject uuid, gone boolean) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if gone then
    perform nality.retract(subject_table, subject);
  else
    perform nality.return_retracted(subject_table, subject);
  end if;
end
$$;

-- An inbox repeats no words that their author changed or took back, and learns no new ones that its person may not read.
create or replace function nality.correct_notifications() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if old.deleted_at is distinct from new.deleted_at then
    perform nality.retract_or_return(tg_table_name, new.id, new.deleted_at is not null);
  elsif new.content is distinct from old.content then
    update public.user_notifications told set message = nality.excerpt(new.content)
    where told.subject_table = tg_table_name and told.subject_id = new.id and told.deleted_at is null
      and nality.may_read_subject(told.user_id, tg_table_name, new.id);
    update public.nality_trash trash
    set content = content || jsonb_build_object('message', nality.named(nality.excerpt(new.content), told.user_id))
    from public.user_notifications told
    where told.subject_table = tg_table_name and told.subject_id = new.id
      and trash.source = 'user_notifications' and trash.id = told.id
      and nality.may_read_subject(told.user_id, tg_table_name, new.id);
  end if;
  return null;
end
$$;

-- With an event go the notifications of its comments, with a conversation those of its answers, and they come again with it.
drop trigger retract_notifications on public.life_events;
drop trigger retract_own_notifications on public.life_events;
drop trigger retract_own_notifications on public.chat_sessions;
drop function nality.retract_notifications(), nality.retract_own_notifications();

create function nality.follow_deletion() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  gone constant boolean := new.deleted_at is not null;
begin
  perform nality.retract_or_return(tg_table_name, new.id, gone);
  perform nality.retract_or_return(part.source, part.id, gone)
  from (
    select 'event_comments', id from public.event_comments where tg_table_name = 'life_events' and event_id = new.id
    union all
    select 'chat_messages', id from public.chat_messages where tg_table_name = 'chat_sessions' and session_id = new.id
  ) as part (source, id)
  where exists (
    select from public.user_notifications told where told.subject_table = part.source and told.subject_id = part.id);
  return null;
end
$$;

create trigger follow_deletion after update on public.life_events
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null))
  execute function nality.follow_deletion();
create trigger follow_deletion after update on public.chat_sessions
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null))
  execute function nality.follow_deletion();

-- What is really deleted, as with an account, never comes again.
create function nality.forget_notifications() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform nality.retract(tg_table_name, old.id);
  delete from public.nality_trash trash using public.user_notifications told
  where told.subject_table = tg_table_name and told.subject_id = old.id
    and trash.source = 'user_notifications' and trash.id = told.id;
  return null;
end
$$;

create trigger forget_notifications after delete on public.life_events
  for each row execute function nality.forget_notifications();
create trigger forget_notifications after delete on public.event_comments
  for each row execute function nality.forget_notifications();
create trigger forget_notifications after delete on public.chat_sessions
  for each row execute function nality.forget_notifications();
create trigger forget_notifications after delete on public.chat_messages
  for each row execute function nality.forget_notifications();

revoke execute on all functions in schema nality from public;

-- What was taken back before.
update public.nality_trash trash
set retracted = true, deleted_by = case when trash.deleted_by = told.user_id then trash.deleted_by end
from public.user_notifications told
where trash.source = 'user_notifications' and trash.id = told.id
  and not nality.may_read_subject(told.user_id, told.subject_table, told.subject_id);
