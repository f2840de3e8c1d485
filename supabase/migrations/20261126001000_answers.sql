-- An answer of the assistant, as it grows, is told in a room of its own: answers:{session}. Whoever is in the
-- conversation listens; nobody but the service role, whom no policy concerns, speaks. So nobody can put words into the
-- assistant's mouth, not even until the next saved text.
create or replace function nality.may_hear(topic text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(case nality.topic_kind(topic)
    when 'timeline' then nality.can(nality.topic_id(topic), 'view')
    when 'timeline_collab' then nality.can_as_member(nality.topic_id(topic), 'view')
    when 'event_comments' then nality.can_on_event(nality.topic_id(topic), 'view')
    when 'chat' then nality.in_chat(nality.topic_id(topic))
    when 'answers' then nality.in_chat(nality.topic_id(topic))
    when 'live' then nality.in_chat(nality.topic_id(topic))
    when 'notifications' then nality.topic_id(topic) = (select auth.uid())
    when 'family' then nality.topic_id(topic) in (select nality.my_families())
    when 'presence' then
      nality.is_named_room(topic) and (select auth.uid()) is not null
      or nality.can_as_member(nality.topic_id(topic), 'view')
      or nality.topic_id(topic) in (select nality.my_families())
      or nality.in_chat(nality.topic_id(topic))
  end, false)
$$;
