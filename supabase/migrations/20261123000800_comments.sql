-- Comments on an event, by whoever has the level comment on its timeline.

create table public.event_comments (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references public.life_events (id) on delete cascade,
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  parent_id uuid,
  content text not null,
  mentions uuid[] not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  unique (id, event_id),
  -- An answer hangs on the same event; it outlives what it answers.
  constraint event_comments_parent_on_event
    foreign key (parent_id, event_id) references public.event_comments (id, event_id) on delete set null (parent_id),
  constraint event_comments_not_own_parent check (parent_id <> id),
  constraint event_comments_content_length check (deleted_at is not null or char_length(content) between 1 and 5000),
  constraint event_comments_content_not_blank check (deleted_at is not null or content ~ '\S'),
  constraint event_comments_mentions_bounded check (cardinality(mentions) <= 50 and array_position(mentions, null) is null)
);
create index event_comments_in_order on public.event_comments (event_id, created_at, id);
create index event_comments_user_id on public.event_comments (user_id);
create index event_comments_parent on public.event_comments (parent_id, event_id) where parent_id is not null;

select nality.sync_table(
  'event_comments',
  scope => 'event_id',
  insertable => '{id,event_id,user_id,parent_id,content,mentions}',
  editable => '{content,mentions}',
  blank => '{"content": "", "mentions": []}'
);
grant select on public.event_comments to anon;

create trigger deleter_restores before update on public.event_comments
  for each row when (old.deleted_at is not null and new.deleted_at is null)
  execute function nality.deleter_restores();

create policy "who has a view reads the comments" on public.event_comments for select to anon, authenticated
  using (nality.can_on_event(event_id, 'view'));
create policy "commenters write in their own name" on public.event_comments for insert to authenticated
  with check (user_id = (select auth.uid()) and nality.can_on_event(event_id, 'comment'));
-- Admins may touch tombstones only: they take back their own moderation.
create policy "authors change their comments" on public.event_comments for update to authenticated
  using (
    user_id = (select auth.uid()) and nality.can_on_event(event_id, 'comment')
    or deleted_at is not null and nality.can_on_event(event_id, 'admin'))
  with check (
    user_id = (select auth.uid()) and nality.can_on_event(event_id, 'comment')
    or nality.can_on_event(event_id, 'admin'));
create policy "authors and admins delete comments" on public.event_comments for delete to authenticated
  using (user_id = (select auth.uid()) or nality.can_on_event(event_id, 'admin'));
create policy "author and editors read deleted comments" on public.nality_trash for select to authenticated
  using (source = 'event_comments' and exists (
    select from public.event_comments comment
    where comment.id = nality_trash.id
      and (comment.user_id = (select auth.uid()) or nality.can_on_event(comment.event_id, 'edit'))));
