import { readFile } from 'node:fs/promises';
import type { Database } from '../../database/database.ts';
import { RestError } from '../errors.ts';
import { mostSimilar } from '../similar.ts';
import type { Introspection, Named, Relation, Routine } from './introspection.ts';
import { findRelationships } from './relationships.ts';
import type { Relationship } from './relationships.ts';
import { traceViews } from './views.ts';
import type { ViewColumn } from './views.ts';

/** What is there to be asked for: tables, views, their relationships, functions. */
export class SchemaCache {
  readonly relations: readonly Relation[];
  readonly allRoutines: readonly Routine[];
  readonly relationships: readonly Relationship[];
  readonly schemaDescription: string | null;
  readonly #relations: Map<string, Relation>;
  readonly #routines: Map<string, Routine[]>;

  constructor(found: Introspection) {
    const views = traceViews(found.views);
    this.relations = found.relations.map((relation) => withPrimaryKey(relation, found, views));
    this.allRoutines = found.routines.filter(isCallable).sort(byFewerArguments);
    this.relationships = findRelationships(found, views, this.relations);
    this.schemaDescription = found.schemaDescription;
    this.#relations = new Map(this.relations.map((relation) => [keyOf(relation), relation]));
    this.#routines = new Map();
    for (const routine of this.allRoutines) {
      const same = this.#routines.get(keyOf(routine)) ?? [];
      this.#routines.set(keyOf(routine), [...same, routine]);
    }
  }

  find(name: Named): Relation | undefined {
    return this.#relations.get(keyOf(name));
  }

  /** @throws {RestError} PGRST205 */
  relation(schema: string, name: string): Relation {
    const found = this.find({ schema, name });
    if (found) return found;
    const message = `Could not find the table '${schema}.${name}' in the schema cache`;
    const names = this.relations.filter((one) => one.schema === schema).map((one) => one.name);
    const meant = mostSimilar(names, name);
    const hint = meant ? `Perhaps you meant the table '${schema}.${meant}'` : null;
    throw new RestError(404, 'PGRST205', message, { hint });
  }

  routines(schema: string, name: string): Routine[] {
    return this.#routines.get(keyOf({ schema, name })) ?? [];
  }

  /** The relationships of a relation to others of its own schema. */
  relationshipsOf(source: Named): Relationship[] {
    return this.relationships.filter(
      (one) =>
        one.source.name === source.name &&
        one.source.schema === source.schema &&
        (one.computedBy ?? one.target).schema === source.schema,
    );
  }

  /** The names of the schema's relations that have relationships. */
  relatedNames(schema: string): string[] {
    return [
      ...new Set(this.relationships.flatMap(({ source }) => (source.schema === schema ? source.name : []))),
    ];
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

function keyOf({ schema, name }: Named): string {
  return JSON.stringify([schema, name]);
}

/** A view has the primary key of a table whose key it shows. */
function withPrimaryKey(
  { oid, ...relation }: Introspection['relations'][number],
  { primaryKeys }: Introspection,
  views: ReadonlyMap<number, ViewColumn[]>,
): Relation {
  const own = primaryKeys.find((key) => key.table === oid);
  if (own) {
    const name = (number: number) => relation.columns.find((column) => column.number === number)?.name ?? [];
    return { ...relation, primaryKey: own.numbers.flatMap(name) };
  }
  const shown = views.get(oid) ?? [];
  const columns = primaryKeys.flatMap(({ table, numbers }) => {
    const names = numbers.map(
      (number) => shown.find((one) => one.table === table && one.number === number)?.name,
    );
    return names.every((name) => name !== undefined) ? names : [];
  });
  return { ...relation, primaryKey: columns };
}

/** Parameters have names, or there is a single one that can take a whole body. */
function isCallable(routine: Routine): boolean {
  const nameless = routine.arguments.filter((argument) => argument.name === '');
  if (nameless.length === 0) return true;
  return routine.arguments.length === 1 && /^(?:jsonb?|text|bytea|xml)$/.test(nameless[0]?.type ?? '');
}

function byFewerArguments(a: Routine, b: Routine): number {
  return a.arguments.length - b.arguments.length;
}
