-- Schema 4: with the room of answers, and live sessions that end with the right to be in them.
create or replace function public.nality_info() returns jsonb
language sql stable set search_path = ''
as $$ select jsonb_build_object('schema', 4, 'epoch', nality.epoch_id()) $$;
