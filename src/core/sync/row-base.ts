import type { Base, SyncedRow } from './rows.ts';

/** The newest server rows of one scope that are known here. Rows are never changed, only replaced. */
export interface RowBase<Row> {
  readonly rows: Base<Row>;
  /** Takes in server rows: per row the newest by `rev`, whatever the order of arrival. */
  accept(rows: readonly Row[]): void;
  /** Forgets a row: it left my rights or my filter, or is no more. */
  drop(id: string): void;
  clear(): void;
}

/** Makes an empty base. `onChange` hears the id of every row that is replaced or forgotten. */
export function createRowBase<Row extends SyncedRow>(onChange: (id: string) => void): RowBase<Row> {
  const rows = new Map<string, Row>();
  const drop = (id: string): void => {
    if (rows.delete(id)) onChange(id);
  };
  return {
    rows,
    accept(server) {
      for (const row of server) {
        const known = rows.get(row.id);
        if (known && known.rev >= row.rev) continue;
        rows.set(row.id, row);
        onChange(row.id);
      }
    },
    drop,
    clear: () => [...rows.keys()].forEach(drop),
  };
}
