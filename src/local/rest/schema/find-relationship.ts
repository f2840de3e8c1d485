import { RestError } from '../errors.ts';
import type { EmbedItem } from '../parse/select.ts';
import { mostSimilar, ranked } from '../similar.ts';
import type { Named } from './introspection.ts';
import type { ColumnPair, Relationship } from './relationships.ts';
import type { SchemaCache } from './schema-cache.ts';

/**
 * Finds the one relationship that an embedding means.
 *
 * @throws {RestError} PGRST200 for none, PGRST201 for several
 */
export function findRelationship(cache: SchemaCache, source: Named, embed: EmbedItem): Relationship {
  const found = cache.relationshipsOf(source).filter((one) => isMeant(one, embed));
  const [only] = found;
  if (!only) throw noRelationship(cache, source, embed);
  if (found.length > 1) throw ambiguous(source, embed, found);
  return only;
}

function isMeant(one: Relationship, { target, hint }: EmbedItem): boolean {
  if (one.computedBy) return one.computedBy.name === target;
  const named = one.target.name === target;
  if (one.self) {
    if (hint !== undefined) return named && one.cardinality === 'one-to-many' && isOnly(one.on, 'to', hint);
    return (
      (named && one.cardinality === 'one-to-many') ||
      (one.cardinality === 'many-to-one' && isOnly(one.on, 'from', target))
    );
  }
  if (hint !== undefined) return named && isHintOf(one, hint);
  if (named) return true;
  return !one.junction && !one.targetIsView && (one.constraint === target || isOnly(one.on, 'from', target));
}

function isHintOf({ junction, constraint, on }: Relationship, hint: string): boolean {
  if (junction) return junction.relation.name === hint;
  return constraint === hint || isOnly(on, 'from', hint) || isOnly(on, 'to', hint);
}

function isOnly(on: readonly ColumnPair[], side: keyof ColumnPair, column: string): boolean {
  return on.length === 1 && on[0]?.[side] === column;
}

function noRelationship(cache: SchemaCache, source: Named, embed: EmbedItem): RestError {
  const { target, hint } = embed;
  const between = `between '${source.name}' and '${target}'`;
  const using = hint === undefined ? '' : ` using the hint '${hint}'`;
  return new RestError(400, 'PGRST200', `Could not find a relationship ${between} in the schema cache`, {
    details:
      `Searched for a foreign key relationship ${between}${using} in the schema '${source.schema}', ` +
      'but no matches were found.',
    hint: didYouMean(cache, source, target),
  });
}

/** The source may have been misspelled, or else the target; a target that is right has a wrong hint. */
function didYouMean(cache: SchemaCache, source: Named, target: string): string | null {
  const near = cache.relationshipsOf(source).map((one) => one.target.name);
  if (near.length === 0) {
    const meant = mostSimilar(cache.relatedNames(source.schema), source.name);
    return meant ? `Perhaps you meant '${meant}' instead of '${source.name}'.` : null;
  }
  const meant = ranked([...new Set(near)], target).find(({ score }) => score < 1);
  return meant ? `Perhaps you meant '${meant.name}' instead of '${target}'.` : null;
}

function ambiguous(source: Named, embed: EmbedItem, found: Relationship[]): RestError {
  const choices = found.map((one) => `'${one.target.name}!${one.junction?.relation.name ?? one.constraint}'`);
  return new RestError(
    300,
    'PGRST201',
    `Could not embed because more than one relationship was found for '${source.name}' and '${embed.target}'`,
    {
      details: found.map((one) => ({
        cardinality: one.cardinality,
        embedding: `${one.source.name} with ${one.target.name}`,
        relationship: describe(one),
      })),
      hint:
        `Try changing '${embed.target}' to one of the following: ${choices.join(', ')}. ` +
        "Find the desired relationship in the 'details' key.",
    },
  );
}

function describe({ source, target, constraint, on, junction }: Relationship): string {
  if (!junction)
    return `${constraint} using ${source.name}${list(on, 'from')} and ${target.name}${list(on, 'to')}`;
  const far = `${junction.constraint}${list(junction.on, 'from')}`;
  return `${junction.relation.name} using ${constraint}${list(on, 'to')} and ${far}`;
}

function list(on: readonly ColumnPair[], side: keyof ColumnPair): string {
  return `(${on.map((pair) => pair[side]).join(', ')})`;
}
