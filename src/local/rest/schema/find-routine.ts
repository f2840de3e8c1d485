import { RestError } from '../errors.ts';
import type { Payload } from '../payload.ts';
import { mostSimilar } from '../similar.ts';
import type { Routine } from './introspection.ts';
import type { SchemaCache } from './schema-cache.ts';

/** A call, by what decides which function it means. */
export interface Call {
  schema: string;
  name: string;
  payload: Payload;
  /** It came with a body, which as a whole may be the argument. */
  posted: boolean;
}

/**
 * Finds the function that takes arguments of these names.
 *
 * @throws {RestError} PGRST202 for none, PGRST203 for several
 */
export function findRoutine(cache: SchemaCache, call: Call): Routine {
  const names = argumentNames(call.payload);
  const routines = cache.routines(call.schema, call.name);
  const named = routines.filter((routine) => takes(routine, names, call.payload));
  const found = named.length > 0 ? named : routines.filter((routine) => takesWhole(routine, call));
  const [only] = found;
  if (!only) throw noRoutine(cache, call, names, routines);
  if (found.length > 1) throw ambiguous(found);
  return only;
}

function argumentNames(payload: Payload): string[] {
  switch (payload.kind) {
    case 'json':
      return [...payload.keys].sort();
    case 'texts':
      return [...new Set(payload.pairs.map(([name]) => name))].sort();
    case 'raw':
      return [];
  }
}

function takes(routine: Routine, names: string[], payload: Payload): boolean {
  if (routine.arguments.length === 0) return names.length === 0 && payload.kind !== 'raw';
  const known = routine.arguments.map((argument) => argument.name);
  const required = routine.arguments.filter((argument) => argument.required);
  return names.every((name) => known.includes(name)) && required.every(({ name }) => names.includes(name));
}

/** One parameter without a name takes the body as it is. */
function takesWhole({ arguments: [first, ...more] }: Routine, { payload, posted }: Call): boolean {
  if (!posted || first?.name !== '' || more.length > 0) return false;
  if (payload.kind === 'raw') return first.type === payload.type;
  return payload.kind === 'json' && /^jsonb?$/.test(first.type);
}

function noRoutine(cache: SchemaCache, call: Call, names: string[], routines: Routine[]): RestError {
  const { schema, name, payload, posted } = call;
  const raw = payload.kind === 'raw' ? payload.type : undefined;
  const shown = names.length > 0 ? `(${names.join(', ')})` : ' without parameters';
  const given =
    names.length > 0
      ? ` with parameter${names.length > 1 ? 's' : ''} ${names.join(', ')}`
      : ' without parameters';
  const whole = posted && payload.kind === 'json' ? ' or with a single unnamed json/jsonb parameter' : '';
  const searched = raw ? ` with a single unnamed ${raw} parameter` : `${given}${whole}`;
  const message = `Could not find the function ${schema}.${name}${raw ? '' : shown} in the schema cache`;
  return new RestError(404, 'PGRST202', message, {
    details: `Searched for the function ${schema}.${name}${searched}, but no matches were found in the schema cache.`,
    hint: raw ? null : didYouMean(cache, call, names, routines),
  });
}

/** Another function, or other parameters where the name is right. */
function didYouMean(
  cache: SchemaCache,
  { schema, name }: Call,
  names: string[],
  routines: Routine[],
): string | null {
  const perhaps = (what: string) => `Perhaps you meant to call the function ${schema}.${what}`;
  if (routines.length > 0) {
    const lists = routines.map((routine) => listOf(routine.arguments.map((argument) => argument.name)));
    const meant = mostSimilar(lists, listOf(names));
    return meant === undefined ? null : perhaps(`${name}${meant}`);
  }
  const others = cache.allRoutines
    .filter((routine) => routine.schema === schema)
    .map((routine) => routine.name);
  const meant = mostSimilar([...new Set(others)], name);
  return meant === undefined ? null : perhaps(meant);
}

function listOf(names: string[]): string {
  return `(${[...names].sort().join(', ')})`;
}

function ambiguous(found: Routine[]): RestError {
  const shown = found.map((routine) => {
    const args = routine.arguments.map(({ name, shown }) => `${name} => ${shown}`);
    return `${routine.schema}.${routine.name}(${args.join(', ')})`;
  });
  const message = `Could not choose the best candidate function between: ${shown.join(', ')}`;
  return new RestError(300, 'PGRST203', message, {
    hint: 'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
  });
}
