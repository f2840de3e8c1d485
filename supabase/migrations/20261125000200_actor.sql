-- nality_apply_ops knows whose operations it gets. A client reads who is signed in, and then sends; by the time it
-- arrives somebody else may be signed in on that machine, and must not become the author of what they did not write.

create function nality.assert_actor(actor uuid) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if actor is distinct from (select auth.uid()) then
    raise exception using errcode = 'NLACT', message = 'These operations are of another person';
  end if;
end
$$;

revoke execute on function nality.assert_actor(uuid) from public;
grant execute on function nality.assert_actor(uuid) to anon, authenticated, service_role;

drop function public.nality_apply_ops(jsonb);

-- ops: [{op_id, table, type: insert|update|delete|restore, id, base_rev, values}], at most 100, applied in order.
-- actor: whose they are; null: of whoever calls.
-- Answers, in the same order: {op_id, outcome: applied|already|conflict|refused, …}. See supabase/README.md.
create function public.nality_apply_ops(ops jsonb, actor uuid default null) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  op jsonb;
  answers jsonb := '[]';
begin
  if actor is not null then
    perform nality.assert_actor(actor);
  end if;
  if jsonb_typeof(ops) is distinct from 'array' then
    raise invalid_parameter_value using message = 'ops has to be an array of operations';
  elsif jsonb_array_length(ops) > 100 then
    raise program_limit_exceeded using message = 'At most 100 operations at once';
  end if;
  for op in select element from jsonb_array_elements(ops) with ordinality as given (element, place) order by place loop
    answers := answers || nality.apply_op(op);
  end loop;
  return answers;
end
$$;

revoke execute on function public.nality_apply_ops(jsonb, uuid) from public;
grant execute on function public.nality_apply_ops(jsonb, uuid) to anon, authenticated, service_role;

create or replace function public.nality_info() returns jsonb
language sql stable set search_path = ''
as $$ select jsonb_build_object('schema', 2, 'epoch', nality.epoch_id()) $$;
