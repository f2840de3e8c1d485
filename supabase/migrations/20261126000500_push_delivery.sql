-- Web push: how a browser is noted and forgotten by its person, and how a new notification reaches the function `push`.

-- Notes this browser. `instead` is the row that it had before: its endpoint is dead. Beyond 20 browsers the one that was
-- noted longest ago goes; whoever still uses it is noted again when they next open a page there.
create function public.nality_push_on(id uuid, person uuid, endpoint text, keys jsonb, instead uuid default null)
returns void
language plpgsql set search_path = ''
as $$
begin
  delete from public.push_subscriptions known
    where known.user_id = person and (known.id = instead or known.endpoint = nality_push_on.endpoint);
  delete from public.push_subscriptions known where known.id in (
    select old.id from public.push_subscriptions old where old.user_id = person
    order by old.created_at desc, old.id offset 19);
  insert into public.push_subscriptions (id, user_id, endpoint, keys) values (id, person, endpoint, keys);
end
$$;

create function public.nality_push_off(id uuid) returns void
language sql set search_path = ''
as $$ delete from public.push_subscriptions known where known.id = nality_push_off.id $$;

revoke execute on function public.nality_push_on(uuid, uuid, text, jsonb, uuid), public.nality_push_off(uuid)
  from public, anon, service_role;
grant execute on function public.nality_push_on(uuid, uuid, text, jsonb, uuid), public.nality_push_off(uuid)
  to authenticated;

-- What Supabase knows as a database webhook: the function is told of the new row, by its id alone; it reads the row itself.
-- Nothing happens where pg_net or the two secrets in the vault are missing, and nothing that fails here undoes the notification.
create function nality.push_notification() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  address text;
  key text;
begin
  if to_regclass('vault.decrypted_secrets') is null or to_regnamespace('net') is null
    or not exists (select from public.push_subscriptions where user_id = new.user_id) then
    return null;
  end if;
  execute 'select max(decrypted_secret) filter (where name = ''nality_push_url''),
    max(decrypted_secret) filter (where name = ''nality_push_key'') from vault.decrypted_secrets' into address, key;
  if address is null or key is null then
    return null;
  end if;
  execute 'select net.http_post(url => $1, body => $2, headers => $3, timeout_milliseconds => 30000)' using
    address,
    jsonb_build_object('type', 'INSERT', 'schema', 'public', 'table', 'user_notifications',
      'record', jsonb_build_object('id', new.id)),
    jsonb_build_object('content-type', 'application/json', 'apikey', key);
  return null;
exception when others then
  raise warning 'A notification was not handed to web push: %', sqlerrm;
  return null;
end
$$;

revoke execute on all functions in schema nality from public;

create trigger push_notification after insert on public.user_notifications
  for each row execute function nality.push_notification();
