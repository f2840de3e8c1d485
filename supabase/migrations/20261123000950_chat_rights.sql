-- Who reads and writes in a conversation.

create policy "members read the conversation" on public.chat_sessions for select to authenticated
  using (user_id = (select auth.uid()) or nality.in_chat(id));
create policy "anybody opens a conversation of their own" on public.chat_sessions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "the owner changes it" on public.chat_sessions for update to authenticated
  using (user_id = (select auth.uid()));
create policy "the owner deletes it" on public.chat_sessions for delete to authenticated
  using (user_id = (select auth.uid()));

alter table public.chat_participants enable row level security;
revoke all on public.chat_participants from anon, authenticated;
grant select, delete, insert (session_id, user_id) on public.chat_participants to authenticated;
grant all on public.chat_participants to service_role;

create policy "members read who takes part" on public.chat_participants for select to authenticated
  using (user_id = (select auth.uid()) or nality.in_chat(session_id));
create policy "the owner invites, people join live sessions" on public.chat_participants for insert to authenticated
  with check (
    nality.owns_chat(session_id) or user_id = (select auth.uid()) and nality.may_join_chat(session_id));
create policy "the owner dismisses, participants leave" on public.chat_participants for delete to authenticated
  using (user_id = (select auth.uid()) or nality.owns_chat(session_id));

create policy "members read the messages" on public.chat_messages for select to authenticated
  using (nality.in_chat(session_id));
create policy "members write as themselves" on public.chat_messages for insert to authenticated
  with check (user_id = (select auth.uid()) and message_type = 'user_message' and nality.in_chat(session_id));
-- The owner may touch tombstones only: to take back their own deletion.
create policy "authors change their messages" on public.chat_messages for update to authenticated
  using (
    user_id = (select auth.uid()) and message_type = 'user_message' and nality.in_chat(session_id)
    or deleted_at is not null and nality.owns_chat(session_id))
  with check (
    user_id = (select auth.uid()) and message_type = 'user_message' and nality.in_chat(session_id)
    or nality.owns_chat(session_id));
create policy "authors and the owner delete messages" on public.chat_messages for delete to authenticated
  using (user_id = (select auth.uid()) and nality.in_chat(session_id) or nality.owns_chat(session_id));
create policy "author and owner read deleted conversation" on public.nality_trash for select to authenticated
  using (
    source = 'chat_sessions' and exists (
      select from public.chat_sessions chat where chat.id = nality_trash.id and chat.user_id = (select auth.uid()))
    or source = 'chat_messages' and exists (
      select from public.chat_messages message
      where message.id = nality_trash.id
        and (message.user_id = (select auth.uid()) or nality.owns_chat(message.session_id))));

alter table public.chat_reads enable row level security;
revoke all on public.chat_reads from anon, authenticated;
grant select, insert (session_id, user_id, last_read_message_id), update (session_id, user_id, last_read_message_id)
  on public.chat_reads to authenticated;
grant all on public.chat_reads to service_role;

create policy "members read how far everybody is" on public.chat_reads for select to authenticated
  using (nality.in_chat(session_id));
create policy "members note how far they are" on public.chat_reads for insert to authenticated
  with check (user_id = (select auth.uid()) and nality.in_chat(session_id));
create policy "members move their mark" on public.chat_reads for update to authenticated
  using (user_id = (select auth.uid()) and nality.in_chat(session_id));
