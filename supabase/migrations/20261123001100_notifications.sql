-- The inbox of each person. Triggers and the service role write it; the person marks and deletes.

create table public.user_notifications (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.users (id) on delete cascade,
  actor_id uuid references public.profiles (id) on delete set null,
  subject_table text,
  subject_id uuid,
  type text not null default 'info',
  title text not null,
  message text not null default '',
  action_url text,
  action_label text,
  expires_at timestamptz,
  read boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  constraint user_notifications_type_known check (type in ('info', 'warning', 'error', 'success')),
  constraint user_notifications_title_length check (deleted_at is not null or char_length(title) between 1 and 300),
  constraint user_notifications_message_length check (char_length(message) <= 2000),
  constraint user_notifications_action_url_safe
    check (char_length(action_url) <= 2048 and action_url ~* '^(https?://|/([^/\\]|$)|[?#])'),
  constraint user_notifications_action_label_length check (char_length(action_label) <= 100)
);
create index user_notifications_unread on public.user_notifications (user_id, created_at desc)
  where deleted_at is null and not read;
create index user_notifications_subject on public.user_notifications (subject_table, subject_id);
create index user_notifications_actor_id on public.user_notifications (actor_id);

select nality.sync_table(
  'user_notifications',
  scope => 'user_id',
  insertable => '{}',
  editable => '{read}',
  blank => '{"title": "", "message": "", "action_url": null, "action_label": null}'
);

create policy "a person reads their inbox" on public.user_notifications for select to authenticated
  using (user_id = (select auth.uid()));
create policy "a person marks what they read" on public.user_notifications for update to authenticated
  using (user_id = (select auth.uid()));
create policy "a person empties their inbox" on public.user_notifications for delete to authenticated
  using (user_id = (select auth.uid()));
create policy "a person reads what they deleted" on public.nality_trash for select to authenticated
  using (source = 'user_notifications' and exists (
    select from public.user_notifications notification
    where notification.id = nality_trash.id and notification.user_id = (select auth.uid())));
