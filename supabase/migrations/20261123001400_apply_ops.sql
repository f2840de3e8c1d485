-- nality_apply_ops: a batch of operations, each applied at most once, each with its own outcome.
-- Everything here runs as the caller, under row level security; only the ledger is written on their behalf.

-- False if the operation was applied before. Waits for a simultaneous attempt at the same operation.
create function nality.claim_op(op_id uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  insert into nality.ledger (actor, op_id) values ((select auth.uid()), claim_op.op_id) on conflict do nothing;
  return found;
end
$$;

create function nality.source(name text) returns nality.sources
language plpgsql stable security definer set search_path = ''
as $$
declare
  known nality.sources;
begin
  select * into known from nality.sources where sources.name = source.name;
  if not found then
    raise undefined_table using message = format('"%s" is not a synced table', name);
  end if;
  return known;
end
$$;

create function nality.row_exists(source text, id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_it boolean;
begin
  execute format('select exists (select from public.%I where id = $1)', (nality.source(source)).name)
    into found_it using id;
  return found_it;
end
$$;

-- The row as the caller sees it.
create function nality.row_of(source text, id uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  row_now jsonb;
begin
  execute format('select to_jsonb(t) from public.%I t where id = $1', source) into row_now using id;
  return row_now;
end
$$;

-- The names of the columns in values, quoted for SQL, each of them allowed.
create function nality.columns_of(source text, "values" jsonb, allowed text[]) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  given text[] := array(select jsonb_object_keys("values"));
  foreign_column text := (select name from unnest(given) name where name <> all (allowed) limit 1);
begin
  if cardinality(allowed) = 0 then
    raise insufficient_privilege using message = format('Rows of %s are not written by people', source), table = source;
  elsif foreign_column is not null then
    raise undefined_column using
      message = format('Column "%s" of %s cannot be written', foreign_column, source), column = foreign_column, table = source;
  elsif cardinality(given) = 0 then
    raise invalid_parameter_value using message = 'No values were given';
  end if;
  return (select string_agg(quote_ident(name), ', ') from unnest(given) name);
end
$$;

create function nality.insert_row(source nality.sources, id uuid, "values" jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  given jsonb := "values" || jsonb_build_object('id', id);
  columns text := nality.columns_of(source.name, given, source.insertable);
  inserted jsonb;
begin
  execute format(
    'insert into public.%1$I as t (%2$s) select %2$s from jsonb_populate_record(null::public.%1$I, $1) returning to_jsonb(t)',
    source.name, columns
  ) into inserted using given;
  return inserted;
end
$$;

-- Null if no row was touched: not there, hidden, forbidden, deleted or of another rev.
create function nality.update_row(source nality.sources, id uuid, base_rev bigint, "values" jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  columns text := nality.columns_of(source.name, "values", source.editable);
  updated jsonb;
begin
  execute format(
    'update public.%1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::public.%1$I, $3))
     where id = $1 and deleted_at is null and ($2 is null or rev = $2) returning to_jsonb(t)',
    source.name, columns
  ) into updated using id, base_rev, "values";
  return updated;
end
$$;

create function nality.delete_row(source nality.sources, id uuid, base_rev bigint) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  left_behind jsonb;
begin
  execute format('delete from public.%I where id = $1 and ($2 is null or rev = $2)', source.name) using id, base_rev;
  left_behind := nality.row_of(source.name, id);
  return case when left_behind ->> 'deleted_at' is not null then left_behind end;
end
$$;

create function nality.restore_row(source nality.sources, id uuid, base_rev bigint) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  restored jsonb;
begin
  execute format(
    'update public.%I t set deleted_at = null
     where id = $1 and deleted_at is not null and ($2 is null or rev = $2) returning to_jsonb(t)', source.name
  ) into restored using id, base_rev;
  restored := coalesce(restored, nality.row_of(source.name, id));
  return case when restored ->> 'deleted_at' is null then restored end;
end
$$;

-- No row was touched. Says why: a conflict (with the server's row in the detail), or a refusal.
create function nality.explain_untouched(source nality.sources, id uuid, base_rev bigint, type text) returns void
language plpgsql set search_path = ''
as $$
declare
  row_now jsonb := nality.row_of(source.name, id);
begin
  if row_now is null and not nality.row_exists(source.name, id) then
    raise no_data_found using message = format('There is no such row in %s', source.name);
  elsif row_now is null then
    raise insufficient_privilege using message = format('This row of %s is not yours to see', source.name);
  elsif (row_now ->> 'rev')::bigint is distinct from base_rev and (
    base_rev is not null or type = 'update' and row_now ->> 'deleted_at' is not null
  ) then
    raise exception using errcode = 'NLCFL', message = 'The row has changed', detail = row_now::text;
  end if;
  raise insufficient_privilege using message = format('You have no right to %s this row of %s', type, source.name);
end
$$;

-- One operation; returns the row after it. Raises if it was not applied.
create function nality.perform_op(source nality.sources, op jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  id uuid := op ->> 'id';
  base_rev bigint := op ->> 'base_rev';
  type text := op ->> 'type';
  given jsonb := coalesce(nullif(op -> 'values', 'null'), '{}');
  applied jsonb;
begin
  if id is null then
    raise invalid_parameter_value using message = 'The operation has no row id';
  end if;
  case type
    when 'insert' then applied := nality.insert_row(source, id, given);
    when 'update' then applied := nality.update_row(source, id, base_rev, given);
    when 'delete' then applied := nality.delete_row(source, id, base_rev);
    when 'restore' then applied := nality.restore_row(source, id, base_rev);
    else raise invalid_parameter_value using message = format('Unknown type of operation "%s"', type);
  end case;
  if applied is not null then return applied; end if;
  if type = 'delete' and not nality.row_exists(source.name, id) then return null; end if;
  perform nality.explain_untouched(source, id, base_rev, type);
end
$$;

-- The outcome of one operation. The block with exception is its subtransaction: what is not applied leaves no trace.
create function nality.apply_op(op jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  answer jsonb := jsonb_build_object('op_id', op -> 'op_id');
  source nality.sources;
  code text;
  message text;
  detail text;
  hint text;
  violated text;
begin
  if (select auth.uid()) is null then
    raise insufficient_privilege using message = 'Sign in first';
  end if;
  source := nality.source(op ->> 'table');
  if nality.claim_op((op ->> 'op_id')::uuid) then
    return answer || jsonb_build_object('outcome', 'applied', 'row', nality.perform_op(source, op));
  end if;
  return answer || jsonb_build_object('outcome', 'already', 'row', nality.row_of(source.name, (op ->> 'id')::uuid));
exception
  when sqlstate 'NLCFL' then
    get stacked diagnostics detail = pg_exception_detail;
    return answer || jsonb_build_object('outcome', 'conflict', 'row', detail::jsonb);
  when others then
    get stacked diagnostics code = returned_sqlstate, message = message_text, detail = pg_exception_detail,
      hint = pg_exception_hint, violated = constraint_name;
    return answer || jsonb_build_object(
      'outcome', 'refused', 'code', code, 'message', message,
      'detail', nullif(detail, ''), 'hint', nullif(hint, ''), 'constraint', nullif(violated, ''));
end
$$;

-- ops: [{op_id, table, type: insert|update|delete|restore, id, base_rev, values}], at most 100, applied in order.
-- Answers, in the same order: {op_id, outcome: applied|already|conflict|refused, …}. See supabase/README.md.
create function public.nality_apply_ops(ops jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  op jsonb;
  answers jsonb := '[]';
begin
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

revoke execute on all functions in schema nality from public;
grant execute on function
  nality.claim_op(uuid), nality.source(text), nality.row_exists(text, uuid), nality.row_of(text, uuid),
  nality.columns_of(text, jsonb, text[]), nality.insert_row(nality.sources, uuid, jsonb),
  nality.update_row(nality.sources, uuid, bigint, jsonb), nality.delete_row(nality.sources, uuid, bigint),
  nality.restore_row(nality.sources, uuid, bigint), nality.explain_untouched(nality.sources, uuid, bigint, text),
  nality.perform_op(nality.sources, jsonb), nality.apply_op(jsonb)
  to anon, authenticated, service_role;
revoke execute on function public.nality_apply_ops(jsonb) from public;
grant execute on function public.nality_apply_ops(jsonb) to anon, authenticated, service_role;
