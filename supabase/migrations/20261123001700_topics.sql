-- Who may listen and speak on which Realtime topic. All topics are private channels: '<kind>:<room>'.
-- What a room carries besides may differ: 'broadcast' (messages) and 'presence' (who is here).

create function nality.topic_kind(topic text) returns text
language sql immutable set search_path = ''
as $$ select split_part(topic, ':', 1) $$;

-- What follows the kind, if it is a uuid in its canonical form, else null.
create function nality.topic_id(topic text) returns uuid
language sql immutable set search_path = ''
as $$
  select substring(topic from '^[a-z_]+:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$')::uuid
$$;

-- A presence room with a name of its own rather than an id.
create function nality.is_named_room(topic text) returns boolean
language sql immutable set search_path = ''
as $$ select topic ~ '^presence:[^[:cntrl:]]{1,200}$' and nality.topic_id(topic) is null $$;

create function nality.may_hear(topic text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(case nality.topic_kind(topic)
    when 'timeline' then nality.can(nality.topic_id(topic), 'view')
    when 'timeline_collab' then nality.can_as_member(nality.topic_id(topic), 'view')
    when 'event_comments' then nality.can_on_event(nality.topic_id(topic), 'view')
    when 'chat' then nality.in_chat(nality.topic_id(topic))
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

create function nality.may_speak(topic text, extension text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(case nality.topic_kind(topic)
    when 'timeline_collab' then nality.can_as_member(
      nality.topic_id(topic), case extension when 'presence' then 'view' else 'edit' end::nality.level)
    when 'event_comments' then nality.can_on_event(nality.topic_id(topic), 'comment')
    when 'chat' then nality.in_chat(nality.topic_id(topic))
    when 'live' then nality.in_chat(nality.topic_id(topic))
    when 'family' then nality.topic_id(topic) in (select nality.my_families())
    when 'presence' then
      nality.is_named_room(topic) and (select auth.uid()) is not null
      or nality.can_as_member(
        nality.topic_id(topic), case extension when 'presence' then 'view' else 'edit' end::nality.level)
      or nality.topic_id(topic) in (select nality.my_families())
      or nality.in_chat(nality.topic_id(topic))
  end, false)
$$;

revoke execute on all functions in schema nality from public;
grant execute on function nality.may_hear(text) to anon, authenticated, service_role;
grant execute on function nality.may_speak(text, text) to authenticated, service_role;

create policy "nality: hear" on realtime.messages for select to anon, authenticated
  using (extension in ('broadcast', 'presence') and nality.may_hear((select realtime.topic())));
create policy "nality: speak" on realtime.messages for insert to authenticated
  with check (extension in ('broadcast', 'presence') and nality.may_speak((select realtime.topic()), extension));
