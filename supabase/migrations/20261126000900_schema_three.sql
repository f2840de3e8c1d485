-- Schema 3 has what push, the inbox and comments ask of the database since it can be reached by them.
create or replace function public.nality_info() returns jsonb
language sql stable set search_path = ''
as $$ select jsonb_build_object('schema', 3, 'epoch', nality.epoch_id()) $$;
