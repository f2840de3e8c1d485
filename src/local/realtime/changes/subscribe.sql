-- Subscribing: a binding becomes one subscription for each published table that it names; its filters
-- become a condition in SQL, checked here so that evaluating it later can't fail for the client's sake.

-- One filter as a condition on the row `r`. Raises what the client is to read.
create or replace function realtime.compile_filter(entity regclass, reader regrole, filter jsonb) returns text
language plpgsql
set search_path = ''
as $$
declare
  col text := filter ->> 'column';
  op text := filter ->> 'operator';
  val text := filter ->> 'value';
  column_type regtype;
  operand text;
  condition text;
begin
  select a.atttypid::regtype into column_type
  from pg_catalog.pg_attribute a
  where a.attrelid = entity and a.attname = col and a.attnum > 0 and not a.attisdropped;
  if not found or not pg_catalog.has_column_privilege(reader::oid, entity::oid, col, 'SELECT') then
    raise exception 'invalid column for filter %', col;
  end if;

  perform realtime.check_filter(op, val, column_type);
  operand := format('r.%I::%s', col, column_type);
  condition := case op
    when 'eq' then format('%s = %L::%s', operand, val, column_type)
    when 'neq' then format('%s <> %L::%s', operand, val, column_type)
    when 'lt' then format('%s < %L::%s', operand, val, column_type)
    when 'lte' then format('%s <= %L::%s', operand, val, column_type)
    when 'gt' then format('%s > %L::%s', operand, val, column_type)
    when 'gte' then format('%s >= %L::%s', operand, val, column_type)
    when 'in' then format('%s = any (%L::%s[])', operand, val, column_type)
    when 'like' then format('%s like %L', operand, val)
    when 'ilike' then format('%s ilike %L', operand, val)
    when 'match' then format('%s ~ %L', operand, val)
    when 'imatch' then format('%s ~* %L', operand, val)
    when 'is' then format('%s is %s', operand, val)
    when 'isdistinct' then format('%s is distinct from %L::%s', operand, val, column_type)
  end;
  if (filter ->> 'negated')::boolean then condition := format('not (%s)', condition); end if;
  execute format('select %s from jsonb_populate_record(null::%s, ''{}'') r', condition, entity);
  return format('(%s)', condition);
end
$$;

create or replace function realtime.check_filter(op text, val text, column_type regtype) returns void
language plpgsql
as $$
begin
  if op = 'in' and cardinality(val::text[]) > 100 then
    raise exception 'too many values for `in` filter. Maximum 100';
  end if;
  if op in ('like', 'ilike', 'match', 'imatch') and not exists (
    select from pg_type t where t.oid = column_type and (t.typcategory = 'S' or t.typname = 'bytea')
  ) then
    raise exception 'operator % requires a text-compatible column type, got %', op, column_type;
  end if;
  if op = 'is' and lower(val) not in ('null', 'true', 'false', 'unknown') then
    raise exception 'invalid value for is filter: must be null, true, false, or unknown';
  end if;
  if op = 'is' and lower(val) <> 'null' and column_type <> 'boolean'::regtype then
    raise exception 'is % filter requires a boolean column, got %', lower(val), column_type;
  end if;
  if op in ('match', 'imatch') then
    begin
      perform '' ~ val;
    exception
      when invalid_regular_expression then
        raise exception 'invalid regular expression for % filter: %', op, sqlerrm;
    end;
  end if;
end
$$;

-- The tables of the publication that a binding names; '*' names all.
create or replace function realtime.published(schema_name text, table_name text) returns setof regclass
language sql stable
as $$
  select format('%I.%I', schemaname, tablename)::regclass
  from pg_publication_tables
  where pubname = 'supabase_realtime'
    and (schema_name = '*' or schemaname = schema_name)
    and (table_name = '*' or tablename = table_name)
$$;

-- Subscribes; answers one row for each table.
create or replace function realtime.subscribe(
  schema_name text, table_name text, action text, filters jsonb, selected text[], claims jsonb
) returns table (id bigint, entity oid, condition text, columns text[])
language plpgsql
as $$
declare
  reader regrole := quote_ident(claims ->> 'role')::regrole;
  target regclass;
  missing text;
begin
  for target in select * from realtime.published(schema_name, table_name) loop
    select name into missing from unnest(selected) name
    where not exists (select from pg_attribute a where a.attrelid = target and a.attname = name and a.attnum > 0)
      or not has_column_privilege(reader::oid, target::oid, name, 'SELECT')
    limit 1;
    if found then raise exception 'invalid column for select %', missing; end if;

    insert into realtime.subscription (entity, action_filter, filters, selected_columns, claims, claims_role)
    values (target, action, filters, selected, claims, reader)
    returning subscription.id into id;
    entity := target;
    select string_agg(realtime.compile_filter(target, reader, f), ' and '), array_agg(f ->> 'column')
      into condition, columns
    from jsonb_array_elements(filters) f;
    return next;
  end loop;
end
$$;
