import { RestError } from '../errors.ts';
import type { Argument, Routine, SchemaCache } from '../schema-cache.ts';
import { qualified, quoted } from './text.ts';
import type { Parameters } from './text.ts';

/** The arguments of a call, as they came. */
export type CallArguments =
  | { kind: 'query'; values: Record<string, string> }
  | { kind: 'body'; values: Record<string, unknown> }
  | { kind: 'raw'; text: string };

/**
 * Finds the function that takes arguments of these names.
 *
 * @throws {RestError} PGRST202 for none, PGRST203 for several
 */
export function findRoutine(cache: SchemaCache, schema: string, name: string, args: CallArguments): Routine {
  const names = args.kind === 'raw' ? [] : Object.keys(args.values);
  const routines = cache.routines(schema, name);
  const found = args.kind === 'raw' ? [] : routines.filter((routine) => takes(routine, names));
  const [only] = found.length > 0 ? found : routines.filter(takesWholeBody);
  if (!only) throw noRoutine(schema, name, names);
  if (found.length > 1) throw ambiguous(found);
  return only;
}

/** SELECT of what the function returns; a single value comes in a column of the function's name. */
export function callSql(routine: Routine, args: CallArguments, params: Parameters): string {
  const call = (list: string[]) => `${qualified(routine.schema, routine.name)}(${list.join(', ')}) as _call`;
  const result = routine.composite ? '_call.*' : `_call as ${quoted(routine.name)}`;
  if (takesWholeBody(routine)) return `select ${result} from ${call([wholeBody(routine, args, params)])}`;
  if (args.kind === 'raw' || Object.keys(args.values).length === 0)
    return `select ${result} from ${call([])}`;
  const given = routine.arguments.filter((argument) => argument.name in args.values);
  if (args.kind === 'query') {
    const list = given.map(
      (one) => `${label(routine, one)}${params.add(args.values[one.name])}::${one.type}`,
    );
    return `select ${result} from ${call(list)}`;
  }
  const types = given.map((one) => `${quoted(one.name)} ${one.type}`).join(', ');
  const record = `json_to_record(${params.add(JSON.stringify(args.values))}::json) as _args(${types})`;
  const list = given.map((one) => `${label(routine, one)}_args.${quoted(one.name)}`);
  return `select ${result} from ${record}, lateral ${call(list)}`;
}

function label(routine: Routine, argument: Argument): string {
  const last = routine.arguments.at(-1) === argument;
  return `${routine.variadic && last ? 'variadic ' : ''}${quoted(argument.name)} := `;
}

function takes(routine: Routine, names: string[]): boolean {
  const known = routine.arguments.map((argument) => argument.name);
  const required = routine.arguments.filter((argument) => argument.required);
  return names.every((name) => known.includes(name)) && required.every(({ name }) => names.includes(name));
}

/** One parameter without a name takes the body as it is. */
function takesWholeBody(routine: Routine): boolean {
  const [first] = routine.arguments;
  return routine.arguments.length === 1 && first?.name === '' && /^(jsonb?|text|bytea)$/.test(first.type);
}

function wholeBody(routine: Routine, args: CallArguments, params: Parameters): string {
  const text = args.kind === 'raw' ? args.text : JSON.stringify(args.values);
  return `${params.add(text)}::${routine.arguments[0]?.type}`;
}

function noRoutine(schema: string, name: string, names: string[]): RestError {
  const shown = names.length > 0 ? `(${names.join(', ')})` : ' without parameters';
  const searched = names.length > 0 ? `with parameters ${names.join(', ')}` : 'without parameters';
  return new RestError(
    404,
    'PGRST202',
    `Could not find the function ${schema}.${name}${shown} in the schema cache`,
    {
      details:
        `Searched for the function ${schema}.${name} ${searched} or with a single unnamed json/jsonb parameter, ` +
        'but no matches were found in the schema cache.',
    },
  );
}

function ambiguous(found: Routine[]): RestError {
  const shown = found.map((routine) => {
    const args = routine.arguments.map(({ name, type }) => `${name} => ${type}`);
    return `${routine.schema}.${routine.name}(${args.join(', ')})`;
  });
  const message = `Could not choose the best candidate function between: ${shown.join(', ')}`;
  return new RestError(300, 'PGRST203', message, {
    hint: 'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
  });
}
