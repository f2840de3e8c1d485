import type { Row, World } from './world.ts';

/** What the cells of one table are tried on. */
export interface Subject {
  /** With its schema. */
  table: string;
  /** Columns that name a row. */
  key: string[];
  /** Makes the row that select, update and delete are tried on. */
  make(world: World): Promise<Row>;
  /** The row that `who` tries to insert in their own name; the anonymous try it in the owner's. */
  insertion(world: World, who: string): Promise<Row>;
  /** What update tries to write. */
  change: Row;
}
