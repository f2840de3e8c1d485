import type { RowChange, RowFilter } from '../client.ts';
import type { Values } from '../rows.ts';
import { isObject } from './frame.ts';

/** Somebody who listens to some rows. */
export interface RowListener {
  readonly filter: RowFilter;
  readonly listener: (change: RowChange) => void;
}

/** Those who listen to the rows of a topic. */
export interface RowListeners {
  add(one: RowListener): void;
  /** What to ask for with the join. */
  filters(): readonly RowFilter[];
  /** Takes what the server calls them, in the order of the filters. False when it has not named all. */
  name(given: unknown): boolean;
  /** Tells those whom a `postgres_changes` names. */
  tell(payload: Values): void;
}

/** Makes an empty register. */
export function createRowListeners(): RowListeners {
  const all: (RowListener & { id?: unknown })[] = [];
  return {
    add: (one) => void all.push({ ...one }),
    filters: () => all.map(({ filter }) => filter),
    name(given) {
      const names: readonly unknown[] = Array.isArray(given) ? given : [];
      for (const [index, one] of all.entries()) one.id = (Object(names[index]) as Values)['id'];
      return all.every(({ id }) => id !== undefined);
    },
    tell({ ids, data }) {
      if (!Array.isArray(ids) || !isObject(data) || typeof data['table'] !== 'string') return;
      const change = changeOf(data);
      for (const { id, listener } of all) if (ids.includes(id)) listener(change);
    },
  };
}

/** The values need no conversion: the server sends them as JSON of their types, as PostgREST does. */
function changeOf({ table, record, old_record: old, errors }: Values): RowChange {
  return { table: table as string, new: objectOf(record), old: objectOf(old), errors };
}

function objectOf(record: unknown): Values {
  return isObject(record) ? record : {};
}
