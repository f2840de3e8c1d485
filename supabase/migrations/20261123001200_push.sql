-- Web push. An endpoint is a capability: private to its person, never in an answer to anybody else.

create table public.push_subscriptions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.users (id) on delete cascade,
  endpoint text not null,
  keys jsonb not null,
  created_at timestamptz not null default now(),
  constraint push_subscriptions_once unique (user_id, endpoint),
  constraint push_subscriptions_endpoint_https check (endpoint ~ '^https://[^\s]+$' and char_length(endpoint) <= 2048),
  constraint push_subscriptions_keys_shape check (
    coalesce(jsonb_typeof(keys -> 'p256dh') = 'string' and jsonb_typeof(keys -> 'auth') = 'string', false)
    and octet_length(keys::text) <= 1024)
);

alter table public.push_subscriptions enable row level security;
revoke all on public.push_subscriptions from anon, authenticated;
grant select, delete, insert (id, user_id, endpoint, keys), update (id, user_id, endpoint, keys)
  on public.push_subscriptions to authenticated;
grant all on public.push_subscriptions to service_role;

create policy "a person keeps their own subscriptions" on public.push_subscriptions for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

-- At most 20 browsers per person.
create function nality.limit_push_subscriptions() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from public.users where id = new.user_id for no key update;
  if (select count(*) from public.push_subscriptions where user_id = new.user_id) > 20 then
    raise check_violation using
      message = 'A person has at most 20 push subscriptions',
      constraint = 'push_subscriptions_twenty_per_person', table = 'push_subscriptions';
  end if;
  return null;
end
$$;

create trigger limit_push_subscriptions after insert on public.push_subscriptions
  for each row execute function nality.limit_push_subscriptions();

revoke execute on all functions in schema nality from public;
