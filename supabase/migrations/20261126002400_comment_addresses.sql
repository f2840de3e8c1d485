-- A notification of a comment leads to its event, too: a page that has just been opened knows of no other way on which event to
-- show comments. What was told before keeps its address, `#nality-comment-{comment}`.
create or replace function nality.link_to(subject_table text, subject uuid) returns text
language sql stable security definer set search_path = ''
as $$
  select case subject_table
    when 'life_events' then '#nality-event-' || subject
    when 'event_comments' then (
      select '#nality-event-' || event_id || '&nality-comment-' || id from public.event_comments where id = subject)
    when 'chat_sessions' then '#nality-chat-' || subject
    when 'chat_messages' then (select '#nality-chat-' || session_id from public.chat_messages where id = subject)
    when 'timeline_shares' then (select '#nality-timeline-' || owner_id from public.timeline_shares where id = subject)
  end
$$;
