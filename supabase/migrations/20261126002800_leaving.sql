-- Whoever turns away from a page was there until just now, but does not see what comes next: an answer is told to them at once.

alter table public.users add column has_left boolean not null default false;

drop function public.nality_seen();

-- "I am here": clients call it now and then; others read it through nality_members(). leaving: "I am turning away from the page".
create function public.nality_seen(leaving boolean default false) returns void
language sql security definer set search_path = ''
as $$
  update public.users set last_seen_at = now(), has_left = coalesce(leaving, false) where id = (select auth.uid())
$$;

revoke execute on function public.nality_seen(boolean) from public, anon, service_role;
grant execute on function public.nality_seen(boolean) to authenticated;

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
    and (person.has_left or coalesce(person.last_seen_at < clock_timestamp() - interval '150 seconds', true));
  return null;
end
$$;
