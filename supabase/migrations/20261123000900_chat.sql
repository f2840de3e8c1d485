-- Conversations with the interviewer and with each other. Assistant and system rows come from the service role only.

create table public.chat_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.users (id) on delete cascade,
  title text,
  session_type text not null default 'interview',
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  constraint chat_sessions_title_length check (char_length(title) <= 200),
  constraint chat_sessions_session_type_length check (char_length(session_type) between 1 and 50),
  constraint chat_sessions_metadata_bounded
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536)
);

create table public.chat_participants (
  session_id uuid not null references public.chat_sessions (id) on delete cascade,
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (session_id, user_id)
);
create index chat_participants_user_id on public.chat_participants (user_id);

create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.chat_sessions (id) on delete cascade,
  user_id uuid default auth.uid() references public.profiles (id) on delete set null,
  content text not null,
  message_type text not null default 'user_message',
  reply_to uuid,
  status text not null default 'final',
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  unique (id, session_id),
  constraint chat_messages_reply_in_session
    foreign key (reply_to, session_id) references public.chat_messages (id, session_id) on delete set null (reply_to),
  constraint chat_messages_message_type_known
    check (message_type in ('user_message', 'assistant_response', 'system_message')),
  constraint chat_messages_status_known check (status in ('final', 'streaming', 'interrupted', 'stopped')),
  constraint chat_messages_assistant_has_no_author check (message_type = 'user_message' or user_id is null),
  constraint chat_messages_content_length check (char_length(content) <= 20000),
  constraint chat_messages_content_not_blank
    check (deleted_at is not null or message_type <> 'user_message' or content ~ '\S'),
  constraint chat_messages_metadata_bounded
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536)
);
create index chat_messages_in_order on public.chat_messages (session_id, created_at, id);
create index chat_messages_user_id on public.chat_messages (user_id);
create index chat_messages_reply on public.chat_messages (reply_to, session_id) where reply_to is not null;
-- One answer per message.
create unique index chat_messages_one_answer on public.chat_messages (reply_to)
  where message_type = 'assistant_response' and deleted_at is null;

-- How far each person has read.
create table public.chat_reads (
  session_id uuid not null references public.chat_sessions (id) on delete cascade,
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  last_read_message_id uuid,
  updated_at timestamptz not null default now(),
  primary key (session_id, user_id),
  constraint chat_reads_message_in_session foreign key (last_read_message_id, session_id)
    references public.chat_messages (id, session_id) on delete set null (last_read_message_id)
);
create index chat_reads_user_id on public.chat_reads (user_id);
create index chat_reads_message on public.chat_reads (last_read_message_id, session_id);
create trigger touch before update on public.chat_reads for each row execute function nality.touch();

-- The assistant has no author, whoever's token the default would name.
create function nality.unsign_assistant() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.user_id := null;
  return new;
end
$$;

create trigger unsign_assistant before insert on public.chat_messages
  for each row when (new.message_type <> 'user_message') execute function nality.unsign_assistant();

create trigger deleter_restores before update on public.chat_messages
  for each row when (old.deleted_at is not null and new.deleted_at is null)
  execute function nality.deleter_restores();

create function nality.owns_chat(session uuid) returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.chat_sessions where id = session and user_id = (select auth.uid())) $$;

-- Owner and participants; of a deleted conversation only the owner.
create function nality.in_chat(session uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.chat_sessions chat
    where chat.id = session and (
      chat.user_id = (select auth.uid())
      or chat.deleted_at is null and exists (
        select from public.chat_participants part
        where part.session_id = chat.id and part.user_id = (select auth.uid())))
  )
$$;

-- A live session is joined by its link, by people who may at least comment on the host's timeline.
create function nality.may_join_chat(session uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.chat_sessions chat
    where chat.id = session and chat.deleted_at is null
      and chat.session_type = 'live' and nality.can_as_member(chat.user_id, 'comment')
  )
$$;

revoke execute on all functions in schema nality from public;
grant execute on function nality.owns_chat(uuid), nality.in_chat(uuid), nality.may_join_chat(uuid) to authenticated;

select nality.sync_table(
  'chat_sessions',
  scope => 'user_id',
  insertable => '{id,user_id,title,session_type,metadata}',
  editable => '{title,session_type,metadata}',
  blank => '{"title": null, "metadata": {}}'
);
select nality.sync_table(
  'chat_messages',
  scope => 'session_id',
  insertable => '{id,session_id,user_id,content,message_type,reply_to,metadata}',
  editable => '{content,metadata}',
  blank => '{"content": "", "metadata": {}}'
);
