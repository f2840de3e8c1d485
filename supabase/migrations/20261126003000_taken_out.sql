-- Whoever the host took out of a live session stays out: until the host invites them, or opens the session anew. Who goes by
-- themselves may come back.

create table nality.taken_out (
  session_id uuid not null references public.chat_sessions (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  primary key (session_id, user_id)
);
create index taken_out_user_id on nality.taken_out (user_id);
alter table nality.taken_out enable row level security;

create function nality.keep_out() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- Neither of the two is found while it is being deleted itself.
  insert into nality.taken_out (session_id, user_id)
  select chat.id, guest.id from public.chat_sessions chat, public.profiles guest
  where chat.id = old.session_id and guest.id = old.user_id and guest.id <> (select auth.uid())
  on conflict do nothing;
  return null;
end
$$;

create trigger keep_out after delete on public.chat_participants for each row execute function nality.keep_out();

create function nality.let_in_again() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from nality.taken_out where session_id = new.session_id and user_id = new.user_id;
  return null;
end
$$;

create trigger let_in_again after insert on public.chat_participants
  for each row execute function nality.let_in_again();

create function nality.let_all_in_again() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from nality.taken_out where session_id = new.id;
  return null;
end
$$;

create trigger let_all_in_again after update of session_type on public.chat_sessions
  for each row when (old.session_type <> 'live' and new.session_type = 'live')
  execute function nality.let_all_in_again();

-- A live session is joined by its link, by people who may at least comment on the host's timeline.
create or replace function nality.may_join_chat(session uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.chat_sessions chat
    where chat.id = session and chat.deleted_at is null
      and chat.session_type = 'live' and nality.can_as_member(chat.user_id, 'comment')
      and not exists (
        select from nality.taken_out guest where guest.session_id = session and guest.user_id = (select auth.uid())))
$$;

revoke execute on all functions in schema nality from public;
