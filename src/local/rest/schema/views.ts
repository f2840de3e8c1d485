import type { ViewSource } from './introspection.ts';

/** A column of a table that a view shows, maybe under several names. */
export interface ViewColumn {
  /** The column's name in the view. */
  name: string;
  /** The table that it comes from. */
  table: number;
  number: number;
}

/** Finds, for each view, which columns of tables it shows as they are; other views are looked through. */
export function traceViews(views: readonly ViewSource[]): Map<number, ViewColumn[]> {
  const sources = new Map(views.map((view) => [view.oid, { view, origins: originsOf(view.tree) }]));
  const resolve = (oid: number, number: number, depth = 0): Omit<ViewColumn, 'name'> | undefined => {
    const source = sources.get(oid);
    if (!source) return { table: oid, number };
    const origin = source.origins.get(number);
    return origin && depth < 32 ? resolve(origin.table, origin.number, depth + 1) : undefined;
  };
  return new Map(
    views.map((view) => {
      const columns = Object.entries(view.columns).flatMap(([number, name]) => {
        const origin = resolve(view.oid, Number(number));
        return origin ? [{ name, ...origin }] : [];
      });
      return [view.oid, columns];
    }),
  );
}

const ENTRY = /:resno (\d+) .*?:resorigtbl (\d+) :resorigcol (\d+) :resjunk (true|false)/;

/** Reads, out of a view's query, the column that each of its own columns comes from, where it is one. */
function originsOf(tree: string): Map<number, { table: number; number: number }> {
  const origins = new Map<number, { table: number; number: number }>();
  for (const entry of targetEntries(tree)) {
    const [, number, table, column, junk] = ENTRY.exec(entry) ?? [];
    if (junk === 'false' && table !== '0')
      origins.set(Number(number), { table: Number(table), number: Number(column) });
  }
  return origins;
}

/**
 * The entries of the outermost query's list of columns, each without the nodes inside it. Queries within
 * the query have such lists, too: they lie deeper in the braces.
 */
function targetEntries(tree: string): string[] {
  const entries: string[] = [];
  let depth = 0;
  let entry: string | undefined;
  for (const [token] of tree.matchAll(/\{TARGETENTRY|\\[^]|[{}]|[^{}\\]+|\\/g)) {
    if (token.startsWith('{')) depth++;
    if (token === '{TARGETENTRY' && depth === 2) entry = '';
    else if (entry !== undefined && depth === 2 && token !== '}') entry += token;
    if (token !== '}') continue;
    if (depth === 2 && entry !== undefined) {
      entries.push(entry);
      entry = undefined;
    }
    depth--;
  }
  return entries;
}
