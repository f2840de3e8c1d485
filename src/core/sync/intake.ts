import { boundedSet } from '../lib/bounded-set.ts';
import type { Change } from './channel.ts';
import type { Connection } from './connection.ts';
import type { Remote } from './remote.ts';
import type { RowBase } from './row-base.ts';
import type { Base, SyncedRow, Values } from './rows.ts';

/** The door through which server rows come into a scope. Only what the server answered to a read is believed. */
export interface Intake<Row> {
  /** Takes in rows that were read. */
  accept(rows: readonly Row[]): void;
  /** Takes in a row that the server made of one of my writes, or that was in its way: it may have left this scope. */
  settle(row: Row): void;
  /** Takes in what a feed tells: a whole row as it is, anything else as a hint to read the row. */
  hear(change: Change): void;
  /** Reads rows by key. What is not answered is dropped: it is gone, or no longer mine to see. */
  confirm(ids: readonly string[]): Promise<void>;
  /**
   * Takes rows of another database in the place of all that was known `before` that was noticed: revisions of one
   * say nothing of the other's.
   */
  replace(before: Base<Row>, rows: readonly Row[]): void;
}

/** What comes in where. */
export interface IntakeOptions<Row> {
  table: string;
  /** The column that holds `scope`. */
  scopeColumn: string;
  scope: string;
  base: RowBase<Row>;
  remote: Remote;
  connection: Pick<Connection, 'ready'>;
  until: AbortSignal;
  /** Asks for rows to be confirmed soon. */
  doubt(ids: readonly string[]): void;
  /** Asks for a reading: something changed, and it was not told what. */
  onUnknown(): void;
}

/** So many ids are asked for at once: the address of a request has to stay short. */
const KEYS = 100;
/** So many dropped rows are remembered. A late event of an older one shows it until the next reconciliation. */
const DEAD = 1000;

/** Opens the door. */
export function createIntake<Row extends SyncedRow>(options: IntakeOptions<Row>): Intake<Row> {
  const { table, scopeColumn, scope, base, remote, connection, until, doubt, onUnknown } = options;
  /** What was dropped: an event that is late must not bring it back. */
  const dead = boundedSet<string>(DEAD);
  /** The columns that a whole row has, as the last one that was read. */
  let columns: readonly string[] | undefined;

  const isMine = (row: Values | SyncedRow): boolean => (row as Values)[scopeColumn] === scope;
  const isWhole = (row: Values): boolean => columns?.every((column) => column in row) ?? false;
  const accept = (rows: readonly Row[]): void => {
    const [first] = rows;
    if (first) columns = Object.keys(first);
    for (const { id } of rows) dead.delete(id);
    base.accept(rows);
  };
  /** At once: what is there is older, and nothing of it must be seen while it is asked for. */
  const leave = ({ id, rev }: Row): void => {
    const known = base.rows.get(id);
    if (!known || known.rev >= rev) return;
    dead.add(id);
    base.drop(id);
  };
  /** A server may cut its answers short: what is missing is asked for until nothing more comes. */
  const readByKey = async (ids: readonly string[]): Promise<readonly Row[]> => {
    const some = ids.length > 0 ? await remote.select<Row>(table, '*', 'id', ids) : [];
    if (some.length === 0) return [];
    const found = new Set(some.map(({ id }) => id));
    return [...some, ...(await readByKey(ids.filter((id) => !found.has(id))))];
  };
  const confirmSome = async (ids: readonly string[]): Promise<void> => {
    const before = ids.map((id) => base.rows.get(id));
    const rows = (await readByKey(ids)).filter(isMine);
    const found = new Set(rows.map(({ id }) => id));
    // A client whose sign-in has ended meanwhile asks as nobody, who sees nothing.
    if (found.size < ids.length) await connection.ready();
    if (until.aborted) return;
    const lost = (id: string, index: number): void => {
      if (found.has(id)) return;
      // Something came in while the answer was on its way: which of them is the later one?
      if (base.rows.get(id) !== before[index]) return doubt([id]);
      dead.add(id);
      base.drop(id);
    };
    base.together(() => {
      accept(rows);
      ids.forEach(lost);
    });
  };

  return {
    accept,
    settle(row) {
      if (!isMine(row)) leave(row);
      else if (dead.has(row.id)) doubt([row.id]);
      else base.accept([row]);
    },
    hear({ table: source, id, row }) {
      if (source !== table) return;
      if (id === undefined) return onUnknown();
      if (row && !isMine(row) && !base.rows.has(id)) return;
      if (row && isMine(row) && isWhole(row) && !dead.has(id)) base.accept([row as unknown as Row]);
      else doubt([id]);
    },
    async confirm(ids) {
      for (let from = 0; from < ids.length; from += KEYS) await confirmSome(ids.slice(from, from + KEYS));
    },
    replace(before, rows) {
      const since = [...base.rows.values()].filter((row) => before.get(row.id) !== row);
      dead.clear();
      base.together(() => {
        base.clear();
        accept(rows);
        base.accept(since);
      });
    },
  };
}
