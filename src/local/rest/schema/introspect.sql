-- What the REST service knows of the database, as one JSON object. $1: the exposed schemas.
-- Tables of other schemas count where views of exposed schemas show their keys.
with exposed as (
  select oid, nspname from pg_namespace where nspname = any ($1)
),
user_schemas as (
  select oid, nspname from pg_namespace
  where nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\_toast%' and nspname not like 'pg\_temp%'
),
relations as (
  select c.oid, n.nspname, c.relname, c.relkind
  from pg_class c join exposed n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
),
columns as (
  select a.attrelid,
         json_agg(json_build_object(
           'name', a.attname,
           'number', a.attnum,
           'type', format_type(a.atttypid, a.atttypmod),
           'base', format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), null),
           'nullable', not (a.attnotnull or (t.typtype = 'd' and t.typnotnull)),
           'maxLength', case when a.atttypid in ('varchar'::regtype, 'bpchar'::regtype) and a.atttypmod > 4 then a.atttypmod - 4 end,
           'description', col_description(a.attrelid, a.attnum),
           'enum', (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e
                    where e.enumtypid in (a.atttypid, t.typbasetype)),
           'default', case
             when a.attidentity = 'd' then format('nextval(%L)', pg_get_serial_sequence(a.attrelid::regclass::text, a.attname))
             when a.attgenerated <> '' or a.attidentity <> '' then null
             else coalesce(pg_get_expr(d.adbin, d.adrelid), t.typdefault)
           end
         ) order by a.attnum) as list
  from pg_attribute a
  join relations r on r.oid = a.attrelid
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped
  group by a.attrelid
),
tables as (
  select c.oid, n.nspname, c.relname from pg_class c join user_schemas n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p')
),
unique_keys as (
  select conrelid, array(select unnest(conkey) order by 1) as numbers from pg_constraint where contype in ('p', 'u')
),
routines as (
  select n.nspname, p.proname, p.provolatile, p.proretset, p.provariadic <> 0 as is_variadic, p.proconfig,
         obj_description(p.oid, 'pg_proc') as description,
         p.prorows, p.proargtypes, rt.typrelid,
         format_type(p.prorettype, null) as return_type,
         rt.typtype = 'c' or coalesce(base.typtype = 'c', false)
           or coalesce(p.proargmodes && array ['t', 'b', 'o']::"char"[], false) as is_composite,
         (select json_build_object('schema', rn.nspname, 'name', rc.relname)
          from pg_class rc join pg_namespace rn on rn.oid = rc.relnamespace
          where rc.oid = coalesce(nullif(rt.typrelid, 0), base.typrelid) and rc.relkind <> 'c') as return_relation,
         coalesce((
           select json_agg(json_build_object(
             'name', coalesce(p.proargnames[u.ord], ''),
             'type', case u.type when 'bpchar'::regtype then 'character varying' when 'bpchar[]'::regtype then 'character varying[]'
               when 'bit'::regtype then 'bit varying' when 'bit[]'::regtype then 'bit varying[]'
               else format_type(u.type, null) end,
             'shown', format_type(u.type, null),
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
  left join pg_type base on base.oid = rt.typbasetype
  where p.prokind = 'f' and rt.typname not in ('trigger', 'event_trigger')
)
select json_build_object(
  'relations', coalesce((
    select json_agg(json_build_object(
      'oid', r.oid::int8, 'schema', r.nspname, 'name', r.relname, 'columns', coalesce(c.list, '[]'),
      'description', obj_description(r.oid, 'pg_class'), 'isView', r.relkind in ('v', 'm'),
      'writable', pg_relation_is_updatable(r.oid::regclass, true) <> 0
    ) order by r.relname) from relations r left join columns c on c.attrelid = r.oid), '[]'),
  'primaryKeys', coalesce((
    select json_agg(json_build_object('table', k.conrelid::int8, 'numbers', k.conkey))
    from pg_constraint k join tables t on t.oid = k.conrelid where k.contype = 'p'), '[]'),
  'foreignKeys', coalesce((
    select json_agg(json_build_object(
      'name', k.conname,
      'table', json_build_object('oid', t.oid::int8, 'schema', t.nspname, 'name', t.relname), 'numbers', k.conkey,
      'target', json_build_object('oid', f.oid::int8, 'schema', f.nspname, 'name', f.relname), 'targetNumbers', k.confkey,
      'columns', array(select a.attname::text from unnest(k.conkey) with ordinality u (num, ord)
                       join pg_attribute a on a.attrelid = t.oid and a.attnum = u.num order by ord),
      'targetColumns', array(select a.attname::text from unnest(k.confkey) with ordinality u (num, ord)
                             join pg_attribute a on a.attrelid = f.oid and a.attnum = u.num order by ord),
      'unique', exists (select from unique_keys u where u.conrelid = t.oid and u.numbers = array(select unnest(k.conkey) order by 1))
    ) order by k.conname)
    from pg_constraint k join tables t on t.oid = k.conrelid join tables f on f.oid = k.confrelid
    where k.contype = 'f' and k.conparentid = 0), '[]'),
  'views', coalesce((
    select json_agg(json_build_object(
      'oid', c.oid::int8, 'schema', n.nspname, 'name', c.relname, 'tree', w.ev_action::text,
      'columns', (select json_object_agg(a.attnum, a.attname) from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
    ))
    from pg_class c join user_schemas n on n.oid = c.relnamespace
    join pg_rewrite w on w.ev_class = c.oid and w.rulename = '_RETURN'
    where c.relkind in ('v', 'm') and not exists (
      select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')), '[]'),
  'routines', coalesce((
    select json_agg(json_build_object(
      'schema', r.nspname, 'name', r.proname, 'volatility', r.provolatile, 'set', r.proretset, 'variadic', r.is_variadic,
      'arguments', r.arguments, 'returns', r.return_type, 'relation', r.return_relation, 'composite', r.is_composite,
      'settings', r.proconfig, 'description', r.description,
      'of', (select json_build_object('schema', cn.nspname, 'name', c.relname)
             from pg_type t join pg_class c on c.oid = t.typrelid and c.relkind <> 'c' join pg_namespace cn on cn.oid = c.relnamespace
             where t.oid = r.proargtypes[0] and json_array_length(r.arguments) = 1),
      'single', not r.proretset or r.prorows = 1
    )) from routines r), '[]'),
  'schemaDescription', (select obj_description(oid, 'pg_namespace') from exposed where nspname = ($1)[1])
)::text as schema
