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

/** Hears the id of every row that is replaced, or forgotten: then with its last state. */
export type OnRowChange<Row> = (id: string, dropped: Row | undefined) => void;

/** Makes an empty base. */
export function createRowBase<Row extends SyncedRow>(onChange: OnRowChange<Row>): RowBase<Row> {
  const rows = new Map<string, Row>();
  const drop = (id: string): void => {
    const last = rows.get(id);
    if (rows.delete(id)) onChange(id, last);
  };
  return {
    rows,
    accept(server) {
      for (const row of server) {
        const known = rows.get(row.id);
        if (known && known.rev >= row.rev) continue;
        rows.set(row.id, row);
        onChange(row.id, undefined);
      }
    },
    drop,
    clear: () => [...rows.keys()].forEach(drop),
  };
}
