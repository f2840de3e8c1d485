import type { ForeignKey, Introspection, Named, Relation, Routine, ViewSource } from './introspection.ts';
import type { ViewColumn } from './views.ts';

export type Cardinality = 'one-to-many' | 'many-to-one' | 'one-to-one' | 'many-to-many';

/** How the rows of one relation find those of another. */
export interface Relationship {
  source: Named;
  target: Named;
  cardinality: Cardinality;
  toMany: boolean;
  /** Column of the source → column of the target, or of the junction. */
  on: ColumnPair[];
  junction?: Junction;
  /** The constraint that makes it; of two, the nearer one. */
  constraint: string;
  self: boolean;
  sourceIsView: boolean;
  targetIsView: boolean;
  /** The function that answers the related rows instead of any columns. */
  computedBy?: Named;
}

export interface Junction {
  relation: Named;
  /** Column of the junction → column of the target. */
  on: ColumnPair[];
  constraint: string;
}

export interface ColumnPair {
  from: string;
  to: string;
}

/** All relationships between exposed relations: by foreign keys, through views, junctions and functions. */
export function findRelationships(
  found: Introspection,
  views: ReadonlyMap<number, ViewColumn[]>,
  relations: readonly Relation[],
): Relationship[] {
  const near = found.foreignKeys.flatMap((key) => [fromKey(key), ...throughViews(key, found.views, views)]);
  const exposed = new Map(relations.map((relation) => [keyOf(relation), relation]));
  const all = [...near, ...near.map(inverse), ...throughJunctions(near, exposed)];
  const isExposed = (name: Named) => exposed.has(keyOf(name));
  const inside = all.filter(
    (one) =>
      isExposed(one.source) && isExposed(one.target) && (!one.junction || isExposed(one.junction.relation)),
  );
  const computed = found.routines.flatMap(byFunction);
  const replaced = new Set(computed.map((one) => pairOf(one.source, one.computedBy ?? one.target)));
  return [...inside.filter((one) => !replaced.has(pairOf(one.source, one.target))), ...computed].sort(
    byOrder,
  );
}

function keyOf({ schema, name }: Named): string {
  return JSON.stringify([schema, name]);
}

function pairOf(a: Named, b: Named): string {
  return `${keyOf(a)}→${keyOf(b)}`;
}

function fromKey(key: ForeignKey): Relationship {
  return {
    source: plain(key.table),
    target: plain(key.target),
    cardinality: key.unique ? 'one-to-one' : 'many-to-one',
    toMany: false,
    on: key.columns.map((from, index) => ({ from, to: key.targetColumns[index] ?? '' })),
    constraint: key.name,
    self: key.table.oid === key.target.oid,
    sourceIsView: false,
    targetIsView: false,
  };
}

function plain({ schema, name }: Named): Named {
  return { schema, name };
}

/** A view that shows all columns of a key stands for the key's table. */
function throughViews(
  key: ForeignKey,
  sources: readonly ViewSource[],
  views: ReadonlyMap<number, ViewColumn[]>,
): Relationship[] {
  const base = fromKey(key);
  const standIns = (oid: number, numbers: number[]) =>
    sources.flatMap((view) =>
      namesOf(views.get(view.oid) ?? [], oid, numbers).map((columns) => ({
        name: plain(view),
        columns,
        isView: true,
      })),
    );
  const near = standIns(key.table.oid, key.numbers);
  const far = standIns(key.target.oid, key.targetNumbers);
  const source = { name: base.source, columns: key.columns, isView: false };
  const target = { name: base.target, columns: key.targetColumns, isView: false };
  return [
    ...near.map((view) => between(base, view, target)),
    ...far.map((view) => between(base, source, view)),
    ...near.flatMap((a) => far.map((b) => between(base, a, b))),
  ];
}

interface Side {
  name: Named;
  columns: string[];
  isView: boolean;
}

function between(base: Relationship, source: Side, target: Side): Relationship {
  return {
    ...base,
    source: source.name,
    target: target.name,
    on: source.columns.map((from, index) => ({ from, to: target.columns[index] ?? '' })),
    self: keyOf(source.name) === keyOf(target.name),
    sourceIsView: source.isView,
    targetIsView: target.isView,
  };
}

/** Under which names a view shows the columns of a table: one list for each way to choose among several names. */
function namesOf(columns: readonly ViewColumn[], table: number, numbers: readonly number[]): string[][] {
  return numbers.reduce<string[][]>(
    (lists, number) => {
      const names = columns.filter((one) => one.table === table && one.number === number);
      return lists.flatMap((list) => names.map(({ name }) => [...list, name]));
    },
    [[]],
  );
}

function inverse(one: Relationship): Relationship {
  const unique = one.cardinality === 'one-to-one';
  return {
    ...one,
    source: one.target,
    target: one.source,
    cardinality: unique ? 'one-to-one' : 'one-to-many',
    toMany: !unique,
    on: one.on.map(({ from, to }) => ({ from: to, to: from })),
    sourceIsView: one.targetIsView,
    targetIsView: one.sourceIsView,
  };
}

/** Two foreign keys of one relation, both part of its primary key, make a many-to-many relationship. */
function throughJunctions(
  near: readonly Relationship[],
  exposed: ReadonlyMap<string, Relation>,
): Relationship[] {
  const keys = near.filter((one) => one.cardinality === 'many-to-one');
  return keys.flatMap((first) =>
    keys
      .filter(
        (second) => second.constraint !== first.constraint && keyOf(second.source) === keyOf(first.source),
      )
      .filter((second) => {
        const primary = exposed.get(keyOf(first.source))?.primaryKey ?? [];
        return [...first.on, ...second.on].every(({ from }) => primary.includes(from));
      })
      .map((second) => junctionOf(first, second)),
  );
}

function junctionOf(first: Relationship, second: Relationship): Relationship {
  return {
    source: first.target,
    target: second.target,
    cardinality: 'many-to-many',
    toMany: true,
    on: first.on.map(({ from, to }) => ({ from: to, to: from })),
    junction: { relation: first.source, on: second.on, constraint: second.constraint },
    constraint: first.constraint,
    self: keyOf(first.target) === keyOf(second.target),
    sourceIsView: first.targetIsView,
    targetIsView: second.targetIsView,
  };
}

/** A function of one row that answers rows of a relation. */
function byFunction(routine: Routine): Relationship[] {
  if (!routine.of || !routine.relation) return [];
  return [
    {
      source: routine.of,
      target: routine.relation,
      cardinality: routine.single ? 'many-to-one' : 'one-to-many',
      toMany: !routine.single,
      on: [],
      constraint: routine.name,
      self: keyOf(routine.of) === keyOf(routine.relation),
      sourceIsView: false,
      targetIsView: false,
      computedBy: plain(routine),
    },
  ];
}

const ORDER: Cardinality[] = ['one-to-many', 'many-to-one', 'one-to-one', 'many-to-many'];

function byOrder(a: Relationship, b: Relationship): number {
  return (
    compare(keyOf(a.source), keyOf(b.source)) ||
    compare(keyOf(a.target), keyOf(b.target)) ||
    ORDER.indexOf(a.cardinality) - ORDER.indexOf(b.cardinality) ||
    compare(a.constraint, b.constraint)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
