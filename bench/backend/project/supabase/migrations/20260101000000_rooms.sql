-- Rooms whose items only their members see, and the same table once more, unpublished.

create table public.members (
  room text not null,
  person uuid not null,
  primary key (person, room)
);
alter table public.members enable row level security;
create policy "own memberships" on public.members for select to authenticated using (person = (select auth.uid()));

create table public.items (
  id bigint generated always as identity primary key,
  room text not null,
  n int not null,
  body text not null,
  made_at timestamptz not null default now()
);
alter table public.items enable row level security;
create policy "members' items" on public.items for all to authenticated
  using (exists (select from public.members m where m.room = items.room and m.person = (select auth.uid())))
  with check (exists (select from public.members m where m.room = items.room and m.person = (select auth.uid())));

create table public.unpublished_items (like public.items including all);
alter table public.unpublished_items enable row level security;
create policy "members' items" on public.unpublished_items for all to authenticated
  using (exists (select from public.members m where m.room = unpublished_items.room and m.person = (select auth.uid())))
  with check (exists (select from public.members m where m.room = unpublished_items.room and m.person = (select auth.uid())));

alter publication supabase_realtime add table public.items;
