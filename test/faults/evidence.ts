/** What is known of a run: told by the database's own notes, and by people's tabs of what they did and saw. */
import type { Fields } from './schedule.ts';

/** A row as REST gives it. */
export type Row = Readonly<Record<string, unknown> & { id: string; rev: number }>;

/** A row at one moment, as the database noted it. */
export interface Version {
  readonly row_id: string;
  readonly actor: string | null;
  readonly kind: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly content: Row;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What somebody wrote. */
export interface Write {
  readonly n: number;
  readonly type: 'insert' | 'update' | 'delete' | 'restore';
  readonly row: string;
  readonly values: Fields;
  /** The ids of the operations that it became; none for those who write by SQL. */
  readonly operations: readonly string[];
  /** The ids of the operations that its tab knew of at that moment. */
  readonly known: readonly string[];
  /** Which device; its storage outlives its tabs. */
  readonly device: string;
  /** Which tab, from its opening to its end. */
  readonly tab: string;
  readonly person: string;
  /** The core has said that it survives whatever comes. */
  durable: boolean;
}

/** What somebody decided over a change that waited. */
export interface Decision {
  readonly choice: 'retry' | 'discard' | 'amend';
  readonly row: string;
  /** The values that the change had before. */
  readonly values: Fields;
}

/** An operation that is still in a device's log. */
export interface Waiting {
  readonly id: string;
  readonly type: Write['type'];
  readonly rowId: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly state: 'queued' | 'sending' | 'failed' | 'conflict' | 'kept' | 'saved';
  /** Of one that met somebody else's change: the row as that had left it. */
  readonly clash?: { readonly server: Row };
}

/** A text that was shown again after another one had taken its place. */
export interface Flicker {
  readonly tab: string;
  readonly row: string;
  readonly field: 'title' | 'description' | 'location';
  readonly text: string;
  /** What was shown in between. */
  readonly between: string;
}

/** A tab at the end of the run, after everything was mended. */
export interface EndOfTab {
  readonly name: string;
  readonly person: string;
  readonly rows: readonly Row[];
  readonly pending: readonly Waiting[];
  /** Whether the person may see the timeline, as far as the tab knows. */
  readonly open: boolean;
  /** What a fresh reading as that person gives. */
  readonly fresh: readonly Row[];
}

/** All that is known of a run. */
export interface Evidence {
  readonly writes: readonly Write[];
  readonly decisions: readonly Decision[];
  /** What the schedule, or the seed, gave people to write; a tab that dies may have written it and not have told. */
  readonly planned: readonly Fields[];
  readonly versions: readonly Version[];
  readonly ledger: readonly { readonly actor: string; readonly op_id: string }[];
  readonly flickers: readonly Flicker[];
  /** Conflicts are merged: then tags are united, and one may come back from a change that was made before it went. */
  readonly united: boolean;
  readonly tabs: readonly EndOfTab[];
}
