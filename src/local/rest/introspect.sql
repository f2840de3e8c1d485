-- What the REST service knows of the exposed schemas ($1), as one JSON object.
with exposed as (
  select oid, nspname from pg_namespace where nspname = any ($1)
),
relations as (
  select c.oid, n.nspname, c.relname, c.relkind
  from pg_class c join exposed n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
),
columns as (
  select a.attrelid,
         json_agg(json_build_object(
           'name', a.attname,
           'type', format_type(a.atttypid, a.atttypmod),
           'default', pg_get_expr(d.adbin, d.adrelid)
         ) order by a.attnum) as list
  from pg_attribute a
  join relations r on r.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated = ''
  where a.attnum > 0 and not a.attisdropped
  group by a.attrelid
),
keys as (
  select k.conrelid, k.contype,
         array(select a.attname::text from unnest(k.conkey) with ordinality u (num, ord)
               join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by ord) as columns
  from pg_constraint k join relations r on r.oid = k.conrelid
  where k.contype in ('p', 'u')
),
foreign_keys as (
  select k.conname, r.nspname, r.relname, t.nspname as target_schema, t.relname as target, k.conrelid,
         array(select a.attname::text from unnest(k.conkey) with ordinality u (num, ord)
               join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by ord) as columns,
         array(select a.attname::text from unnest(k.confkey) with ordinality u (num, ord)
               join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by ord) as target_columns
  from pg_constraint k
  join relations r on r.oid = k.conrelid
  join relations t on t.oid = k.confrelid
  where k.contype = 'f' and k.conparentid = 0
),
routines as (
  select n.nspname, p.proname, p.provolatile, p.proretset, p.provariadic <> 0 as is_variadic,
         format_type(p.prorettype, null) as return_type,
         rt.typtype as return_kind,
         (select json_build_object('schema', rn.nspname, 'name', rc.relname)
          from pg_class rc join pg_namespace rn on rn.oid = rc.relnamespace
          where rc.oid = rt.typrelid and rc.relkind <> 'c') as return_relation,
         'o' = any (p.proargmodes) or 't' = any (p.proargmodes) or 'b' = any (p.proargmodes) as has_out,
         coalesce((
           select json_agg(json_build_object(
             'name', coalesce(p.proargnames[u.ord], ''),
             'type', format_type(u.type, null),
             'required', u.nth <= p.pronargs - p.pronargdefaults
           ) order by u.ord)
           from (
             select type, ord, row_number() over (order by ord) as nth
             from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality a (type, ord)
             where coalesce(p.proargmodes[ord], 'i') in ('i', 'b', 'v')
           ) u
         ), '[]') as arguments
  from pg_proc p
  join exposed n on n.oid = p.pronamespace
  join pg_type rt on rt.oid = p.prorettype
  where p.prokind = 'f' and rt.typname not in ('trigger', 'event_trigger')
)
select json_build_object(
  'relations', coalesce((
    select json_agg(json_build_object(
      'schema', r.nspname, 'name', r.relname, 'columns', coalesce(c.list, '[]'),
      'primaryKey', coalesce((select k.columns from keys k where k.conrelid = r.oid and k.contype = 'p'), '{}')
    )) from relations r left join columns c on c.attrelid = r.oid), '[]'),
  'foreignKeys', coalesce((
    select json_agg(json_build_object(
      'name', f.conname, 'schema', f.nspname, 'table', f.relname, 'columns', f.columns,
      'targetSchema', f.target_schema, 'target', f.target, 'targetColumns', f.target_columns,
      'unique', exists (select from keys k where k.conrelid = f.conrelid and k.columns <@ f.columns)
    ) order by f.conname) from foreign_keys f), '[]'),
  'routines', coalesce((
    select json_agg(json_build_object(
      'schema', nspname, 'name', proname, 'volatile', provolatile = 'v', 'set', proretset, 'variadic', is_variadic,
      'arguments', arguments, 'returns', return_type, 'relation', return_relation,
      'composite', return_kind = 'c' or coalesce(has_out, false)
    )) from routines), '[]')
)::text as schema
