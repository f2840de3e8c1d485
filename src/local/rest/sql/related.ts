import type { Relation, Named } from '../schema/introspection.ts';
import type { ColumnPair, Junction, Relationship } from '../schema/relationships.ts';
import type { SchemaCache } from '../schema/schema-cache.ts';
import type { Source } from './read.ts';
import { qualified, quoted } from './text.ts';

/** The rows of a related relation that belong to the current row of `outer`; `depth` counts the embeddings. */
export function relatedSource(cache: SchemaCache, one: Relationship, outer: Source, depth: number): Source {
  const { target, computedBy, junction } = one;
  const relation = cache.find(target);
  const taken = [...(outer.taken ?? []), outer.alias];
  const numbered = `${target.name}_${depth}`;
  if (computedBy) {
    const argument = `${quoted(outer.alias)}::${qualified(one.source.schema, one.source.name)}`;
    const from = `${qualified(computedBy.schema, computedBy.name)}(${argument}) as ${quoted(numbered)}`;
    return { from, alias: numbered, relation, taken };
  }
  if (junction) return throughJunction(one, junction, relation, { outer, taken, numbered });
  return {
    from: tableSql(target, numbered),
    alias: numbered,
    relation,
    ties: tieSql(one.on, outer.alias, numbered),
    taken,
  };
}

/** Names that nothing around has taken stay as they are: errors of the database tell them. */
function throughJunction(
  one: Relationship,
  junction: Junction,
  relation: Relation | undefined,
  { outer, taken, numbered }: { outer: Source; taken: string[]; numbered: string },
): Source {
  const alias = taken.includes(one.target.name) ? numbered : one.target.name;
  const name = junction.relation.name;
  const between = taken.includes(name) || name === alias ? `${name}_${taken.length}_between` : name;
  return {
    from: `${tableSql(one.target, alias)}, ${tableSql(junction.relation, between)}`,
    alias,
    relation,
    ties: [...tieSql(one.on, outer.alias, between), ...tieSql(junction.on, between, alias)],
    taken: [...taken, between],
  };
}

function tableSql({ schema, name }: Named, alias: string): string {
  return `${qualified(schema, name)} as ${quoted(alias)}`;
}

function tieSql(on: readonly ColumnPair[], from: string, to: string): string[] {
  return on.map((pair) => `${quoted(to)}.${quoted(pair.to)} = ${quoted(from)}.${quoted(pair.from)}`);
}
