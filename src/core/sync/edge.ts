import type { SyncedRow } from './rows.ts';

/** Of a scope only the newest rows are read at first, and older ones page by page. */
export interface WindowOptions {
  /**
   * The column that says what is newest. It is never empty, does not change, and sorts as text: a time as the server
   * writes it.
   */
  readonly by: string;
  /** Rows per page, at most 500. */
  readonly size: number;
}

/** The last row of a window, as a place in the order of (`by`, id): it stays, whatever becomes of that row. */
export interface Edge {
  readonly by: string;
  readonly value: string;
  readonly id: string;
}

/** The place of a row. */
export function edgeAt(row: SyncedRow, by: string): Edge {
  return { by, value: String((row as unknown as Record<string, unknown>)[by]), id: row.id };
}

/** Whether a row is at the edge or above it. Without an edge everything is inside. */
export function isWithin(row: SyncedRow, edge: Edge | undefined): boolean {
  if (!edge) return true;
  const { value, id } = edgeAt(row, edge.by);
  return value === edge.value ? id >= edge.id : value > edge.value;
}
