-- Events that the assistant proposes from a conversation. Only the person's yes makes life events of them.

create table public.chat_extracted_events (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.chat_sessions (id) on delete cascade,
  message_id uuid,
  user_id uuid not null references public.users (id) on delete cascade,
  title text not null,
  description text,
  estimated_date text,
  category text not null default 'other',
  confidence real not null default 0,
  status text not null default 'pending',
  created_life_event_id uuid references public.life_events (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  rev bigint not null default 1,
  changed_xid xid8 not null default pg_current_xact_id(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  constraint chat_extracted_events_message_in_session foreign key (message_id, session_id)
    references public.chat_messages (id, session_id) on delete set null (message_id),
  constraint chat_extracted_events_title_length check (deleted_at is not null or char_length(title) between 1 and 200),
  constraint chat_extracted_events_description_length check (char_length(description) <= 5000),
  constraint chat_extracted_events_estimated_date_length check (char_length(estimated_date) <= 100),
  constraint chat_extracted_events_category_known check (category in (
    'personal', 'education', 'career', 'family', 'travel', 'achievement', 'health', 'relationship', 'other')),
  constraint chat_extracted_events_confidence_range check (confidence between 0 and 1),
  constraint chat_extracted_events_status_known check (status in ('pending', 'accepted', 'rejected'))
);
create index chat_extracted_events_message on public.chat_extracted_events (message_id, session_id);
create index chat_extracted_events_user_id on public.chat_extracted_events (user_id);
create index chat_extracted_events_life_event on public.chat_extracted_events (created_life_event_id);

select nality.sync_table(
  'chat_extracted_events',
  scope => 'session_id',
  insertable => '{}',
  editable => '{status,created_life_event_id}',
  blank => '{"title": "", "description": null, "estimated_date": null, "category": "other", "confidence": 0}'
);

create policy "members read what was proposed" on public.chat_extracted_events for select to authenticated
  using (user_id = (select auth.uid()) or nality.in_chat(session_id));
create policy "the person answers a proposal" on public.chat_extracted_events for update to authenticated
  using (user_id = (select auth.uid()))
  with check (
    user_id = (select auth.uid())
    and (created_life_event_id is null or nality.can_on_event(created_life_event_id, 'view')));
create policy "the person deletes a proposal" on public.chat_extracted_events for delete to authenticated
  using (user_id = (select auth.uid()));
create policy "the person reads deleted proposals" on public.nality_trash for select to authenticated
  using (source = 'chat_extracted_events' and exists (
    select from public.chat_extracted_events proposal
    where proposal.id = nality_trash.id and proposal.user_id = (select auth.uid())));
