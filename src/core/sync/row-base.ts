import type { Base, SyncedRow } from './rows.ts';

/** The newest server rows of one scope that are known here. Rows are never changed, only replaced. */
export interface RowBase<Row> {
  readonly rows: Base<Row>;
  /** Takes in server rows: per row the newest by `rev`, whatever the order of arrival. */
  accept(rows: readonly Row[]): void;
  /** Forgets a row: it left my rights or my filter, or is no more. */
  drop(id: string): void;
  clear(): void;
  /** Makes several changes that nobody is to see apart. */
  together(change: () => void): void;
}

/** Who wants to know of changes. */
export interface RowBaseEvents<Row> {
  /** A row was replaced, or forgotten: then with its last state. */
  onRow(id: string, dropped: Row | undefined): void;
  /** All changes of one moment have been made. */
  onChange(): void;
}

/** Makes an empty base. */
export function createRowBase<Row extends SyncedRow>({ onRow, onChange }: RowBaseEvents<Row>): RowBase<Row> {
  const rows = new Map<string, Row>();
  let depth = 0;
  let changed = false;

  const together = (change: () => void): void => {
    depth += 1;
    try {
      change();
    } finally {
      depth -= 1;
    }
    if (depth > 0 || !changed) return;
    changed = false;
    onChange();
  };
  const tell = (id: string, dropped: Row | undefined): void => {
    changed = true;
    onRow(id, dropped);
  };
  const drop = (id: string): void => {
    const last = rows.get(id);
    if (rows.delete(id)) tell(id, last);
  };
  return {
    rows,
    together,
    accept: (server) =>
      together(() => {
        for (const row of server) {
          const known = rows.get(row.id);
          if (known && known.rev >= row.rev) continue;
          rows.set(row.id, row);
          tell(row.id, undefined);
        }
      }),
    drop: (id) => together(() => drop(id)),
    clear: () => together(() => [...rows.keys()].forEach(drop)),
  };
}
