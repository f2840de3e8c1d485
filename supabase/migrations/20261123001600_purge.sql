-- Tombstones and their content go after 30 days, the ledger after 400 (longer than any outbox keeps an operation).

-- Returns the number of tombstones removed.
create function public.nality_purge() returns int
language plpgsql security definer set search_path = ''
as $$
declare
  source text;
  purged int;
  total int := 0;
begin
  for source in select name from nality.sources order by name loop
    execute format('delete from public.%I where deleted_at < now() - interval ''30 days''', source);
    get diagnostics purged = row_count;
    total := total + purged;
  end loop;
  delete from public.nality_trash where deleted_at < now() - interval '30 days';
  delete from nality.ledger where at < now() - interval '400 days';
  return total;
end
$$;

revoke execute on function public.nality_purge() from public, anon, authenticated;
grant execute on function public.nality_purge() to service_role;

-- Where pg_cron is installed it is done every night; elsewhere the service role calls it.
do $$
begin
  if exists (select from pg_extension where extname = 'pg_cron') then
    execute $cron$ select cron.schedule('nality-purge', '17 3 * * *', 'select public.nality_purge()') $cron$;
  end if;
end
$$;
