import { readFile } from 'node:fs/promises';
import type { Database } from '../database/database.ts';
import { RestError } from './errors.ts';

export interface Column {
  name: string;
  /** As SQL writes it. */
  type: string;
  /** The expression that fills it when nothing is given. */
  default: string | null;
}

export interface Relation {
  schema: string;
  name: string;
  columns: Column[];
  primaryKey: string[];
}

export interface ForeignKey {
  name: string;
  schema: string;
  table: string;
  columns: string[];
  targetSchema: string;
  target: string;
  targetColumns: string[];
  /** At most one row of `table` has a given target. */
  unique: boolean;
}

export interface Argument {
  /** Empty for a parameter without a name. */
  name: string;
  type: string;
  required: boolean;
}

export interface Routine {
  schema: string;
  name: string;
  volatile: boolean;
  set: boolean;
  variadic: boolean;
  arguments: Argument[];
  returns: string;
  /** The table or view whose rows it returns. */
  relation: { schema: string; name: string } | null;
  /** Returns rows, not single values. */
  composite: boolean;
}

interface Introspection {
  relations: Relation[];
  foreignKeys: ForeignKey[];
  routines: Routine[];
}

/** What is there to be asked for: tables, views, their relationships, functions. */
export class SchemaCache {
  readonly foreignKeys: readonly ForeignKey[];
  readonly #relations: Map<string, Relation>;
  readonly #routines: Map<string, Routine[]>;

  constructor(found: Introspection) {
    this.foreignKeys = found.foreignKeys;
    this.#relations = new Map(
      found.relations.map((relation) => [keyOf(relation.schema, relation.name), relation]),
    );
    this.#routines = new Map();
    for (const routine of found.routines) {
      const key = keyOf(routine.schema, routine.name);
      this.#routines.set(key, [...(this.#routines.get(key) ?? []), routine]);
    }
  }

  find(schema: string, name: string): Relation | undefined {
    return this.#relations.get(keyOf(schema, name));
  }

  /** @throws {RestError} PGRST205 */
  relation(schema: string, name: string): Relation {
    const found = this.find(schema, name);
    if (found) return found;
    throw new RestError(404, 'PGRST205', `Could not find the table '${schema}.${name}' in the schema cache`, {
      hint: this.#similar(schema, name),
    });
  }

  routines(schema: string, name: string): Routine[] {
    return this.#routines.get(keyOf(schema, name)) ?? [];
  }

  #similar(schema: string, name: string): string | null {
    const names = [...this.#relations.values()].filter((one) => one.schema === schema).map((one) => one.name);
    const near = names.find(
      (one) => one.startsWith(name) || name.startsWith(one) || isOneEditAway(one, name),
    );
    return near ? `Perhaps you meant the table '${schema}.${near}'` : null;
  }
}

/** Reads the catalog of the exposed schemas. */
export async function loadSchemaCache(database: Database, schemas: readonly string[]): Promise<SchemaCache> {
  const sql = await readFile(new URL('introspect.sql', import.meta.url), 'utf8');
  const { rows } = await database.transaction(async (session) => {
    await session.exec(`set local search_path to ''`); // all types are then written with their schemas
    return session.query<{ schema: string }>(sql, [schemas]);
  });
  return new SchemaCache(JSON.parse(rows[0]?.schema ?? '{}') as Introspection);
}

function keyOf(schema: string, name: string): string {
  return JSON.stringify([schema, name]);
}

function isOneEditAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
