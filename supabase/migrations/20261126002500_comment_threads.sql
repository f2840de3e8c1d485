-- A thread is a comment and the answers to it, never deeper. An answer to an answer, or comments of one statement that answer
-- each other, would be for every page to untangle.

-- What was stored before hangs on what begins its thread; of comments that answer each other in a ring, each begins one.
with recursive climb (id, at, path) as (
  select id, parent_id, array[id] from public.event_comments where parent_id is not null
  union all
  select climb.id, above.parent_id, climb.path || above.id
  from climb join public.event_comments above on above.id = climb.at
  where above.parent_id is not null and above.id <> all (climb.path)
), top as (
  select distinct on (climb.id) climb.id, climb.at, exists (
    select from public.event_comments above where above.id = climb.at and above.parent_id is not null) as ring
  from climb order by climb.id, cardinality(climb.path) desc
)
update public.event_comments comment set parent_id = case when not top.ring then top.at end
from top where top.id = comment.id and (top.ring or top.at <> comment.parent_id);

create function nality.keep_threads_flat() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  above public.event_comments;
begin
  -- A foreign key is asked after the statement, when it finds what the same statement wrote later.
  select * into above from public.event_comments where id = new.parent_id and event_id = new.event_id;
  if not found then
    raise foreign_key_violation using
      message = 'The comment that is answered is not there, or not on this event',
      constraint = 'event_comments_parent_on_event', table = 'event_comments', column = 'parent_id';
  elsif above.parent_id is not null or exists (select from public.event_comments where parent_id = new.id) then
    raise check_violation using
      message = 'An answer is not answered: answer the comment that begins the thread',
      constraint = 'event_comments_threads_flat', table = 'event_comments', column = 'parent_id';
  end if;
  return new;
end
$$;

revoke execute on all functions in schema nality from public;

create trigger keep_threads_flat before insert or update of parent_id on public.event_comments
  for each row when (new.parent_id is not null) execute function nality.keep_threads_flat();
