import { RestError } from '../errors.ts';
import type { Query } from '../parse/query.ts';
import type { Payload } from '../payload.ts';
import type { Argument, Relation, Routine } from '../schema/introspection.ts';
import { arrayLiteral, qualified, quoted } from './text.ts';
import type { Parameters } from './text.ts';

/** The column that holds what is not a row. */
export const SCALAR = 'pgrst_scalar';

export interface CallContext {
  /** The table or view whose rows it returns. */
  relation?: Relation;
  payload: Payload;
  query: Query;
  params: Parameters;
}

/** SELECT of what the function returns; a value that is no row comes in a column of its own. */
export function callSql(routine: Routine, { relation, payload, query, params }: CallContext): string {
  const { from, list } = argumentsSql(routine, payload, params);
  const call = `${qualified(routine.schema, routine.name)}(${list.join(', ')})`;
  const prefix = from ? `${from}, lateral ` : '';
  if (!routine.composite)
    return `select _call.${SCALAR} from ${prefix}(select ${call} as ${SCALAR}) as _call`;
  const extra = computedColumns(relation, query).map((name) => `, _call.${quoted(name)}`);
  return `select _call.*${extra.join('')} from ${prefix}${call} as _call`;
}

export function isVoid(routine: Routine): boolean {
  return routine.returns === 'void';
}

/** Functions of the row that are asked for like columns: they have to be called where the row is still one. */
function computedColumns(relation: Relation | undefined, query: Query): string[] {
  if (!relation) return [];
  const { select, root } = query;
  const asked = [
    ...select.flatMap((item) => (item.kind === 'field' ? item.field.name : [])),
    ...root.order.flatMap((term) => (term.relation ? [] : term.field.name)),
    ...root.where.flatMap((one) => (one.kind === 'test' ? one.field.name : [])),
  ];
  return [...new Set(asked)].filter(
    (name) => name !== '*' && relation.columns.every((column) => column.name !== name),
  );
}

function argumentsSql(
  routine: Routine,
  payload: Payload,
  params: Parameters,
): { from?: string; list: string[] } {
  const [only] = routine.arguments;
  if (routine.arguments.length === 1 && only?.name === '') return { list: [wholeSql(only, payload, params)] };
  if (payload.kind === 'raw') return { list: [] };
  if (payload.kind === 'texts') return { list: textsSql(routine, payload.pairs, params) };
  const given = routine.arguments.filter(({ name }) => payload.keys.includes(name));
  if (given.length === 0) return { list: [] };
  const types = given.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ');
  const rows = `json_to_${payload.isObject ? 'record' : 'recordset'}(${params.add(payload.text)}::json)`;
  return {
    from: `(select * from ${rows} as _(${types}) limit 1) as _args`,
    list: given.map((one) => `${label(routine, one)}_args.${quoted(one.name)}`),
  };
}

function textsSql(routine: Routine, pairs: [string, string][], params: Parameters): string[] {
  return routine.arguments.flatMap((argument) => {
    const values = pairs.flatMap(([name, value]) => (name === argument.name ? value : []));
    const last = values.at(-1);
    if (last === undefined) return [];
    const value = isVariadic(routine, argument) ? arrayLiteral(values) : last;
    return `${label(routine, argument)}${params.add(value)}::${argument.type}`;
  });
}

/** The whole body for the one parameter without a name. */
function wholeSql({ type }: Argument, payload: Payload, params: Parameters): string {
  if (payload.kind === 'texts') throw new RestError(400, 'PGRST102', 'Empty or invalid json');
  if (payload.kind === 'json') return `${params.add(payload.text)}::${type}`;
  const { bytes } = payload;
  const text =
    type === 'bytea' ? `\\x${Buffer.from(bytes).toString('hex')}` : new TextDecoder().decode(bytes);
  return `${params.add(text)}::${type}`;
}

function label(routine: Routine, argument: Argument): string {
  return `${isVariadic(routine, argument) ? 'variadic ' : ''}${quoted(argument.name)} := `;
}

function isVariadic(routine: Routine, argument: Argument): boolean {
  return routine.variadic && routine.arguments.at(-1) === argument;
}
