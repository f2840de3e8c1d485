-- Schema 3: with what push, the inbox and comments ask of the database. A page that needs it tells an older one apart.
create or replace function public.nality_info() returns jsonb
language sql stable set search_path = ''
as $$ select jsonb_build_object('schema', 3, 'epoch', nality.epoch_id()) $$;
