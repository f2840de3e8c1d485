-- The broadcast feed: every change of a synced row goes to the topic of those who follow it.
-- A message that cannot be sent never undoes the write.

-- The arguments: prefix of the topic, and the column whose value completes it.
create function nality.feed() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  topic text := tg_argv[0] || ':' || (to_jsonb(new) ->> tg_argv[1]);
begin
  if tg_op = 'UPDATE' and to_jsonb(new) ->> 'deleted_at' is null then
    perform realtime.broadcast_changes(topic, tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
  else -- a tombstone goes out without the content that the row had before
    perform realtime.broadcast_changes(topic, tg_op, tg_op, tg_table_name, tg_table_schema, new, null);
  end if;
  return null;
exception when others then
  raise warning 'The change of % was not broadcast: %', tg_table_name, sqlerrm;
  return null;
end
$$;

revoke execute on all functions in schema nality from public;

create trigger nality_feed after insert or update on public.life_events
  for each row execute function nality.feed('timeline', 'user_id');
create trigger nality_feed after insert or update on public.media_objects
  for each row execute function nality.feed('timeline', 'user_id');
create trigger nality_feed after insert or update on public.event_comments
  for each row execute function nality.feed('event_comments', 'event_id');
create trigger nality_feed after insert or update on public.chat_sessions
  for each row execute function nality.feed('chat', 'id');
create trigger nality_feed after insert or update on public.chat_messages
  for each row execute function nality.feed('chat', 'session_id');
create trigger nality_feed after insert or update on public.chat_extracted_events
  for each row execute function nality.feed('chat', 'session_id');
create trigger nality_feed after insert or update on public.chat_reads
  for each row execute function nality.feed('chat', 'session_id');
create trigger nality_feed after insert or update on public.user_notifications
  for each row execute function nality.feed('notifications', 'user_id');
