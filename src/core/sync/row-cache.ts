import { EVICTABLE, type Environment, type RecordChange, type RecordStore } from '../environment.ts';
import type { Position } from './reading.ts';
import type { Base, SyncedRow } from './rows.ts';

/** A scope of a table as it was read, and how far. */
export interface Kept<Row> {
  readonly rows: Base<Row>;
  readonly position: Position;
}

/** What one person has seen, on disk: shown before the server has answered, and while it does not. */
export interface RowCache {
  /** The scope as it was kept; undefined when it was not, or when it is of no use. */
  load<Row extends SyncedRow>(table: string, scope: string): Promise<Kept<Row> | undefined>;
  /** Keeps the scope soon: as `now` says then. */
  keep<Row extends SyncedRow>(table: string, scope: string, now: () => Kept<Row>): void;
  /** Forgets a scope that may no longer be seen. */
  forget(table: string, scope: string): Promise<void>;
  /** A single value that was remembered. */
  recall<T>(name: string): Promise<T | undefined>;
  remember(name: string, value: unknown): void;
  /** Forgets everything, for good: the person has signed out. */
  clear(): Promise<void>;
}

/** Changes of so many milliseconds are kept together. */
const KEEP_MS = 1000;
/** Of a larger scope nothing is kept: reading it all again costs less than a page that is slow to start. */
const MAX_ROWS = 20_000;

const POSITIONS = `${EVICTABLE}positions`;
const VALUES = `${EVICTABLE}values`;

/** A scope's place in the reading of the server's changes, beside its rows. */
interface Place {
  readonly scope: string;
  readonly position: Position;
}

/** Opens the cache. It is never needed to be right: where it fails, it says so once and keeps nothing. */
export function createRowCache(records: Promise<RecordStore>, environment: Environment): RowCache {
  const known = new Map<string, Base<SyncedRow>>();
  const due = new Map<string, () => Kept<SyncedRow>>();
  let writing: Promise<void> = Promise.resolve();
  let useless = false;

  const attempt = async <T>(work: (store: RecordStore) => Promise<T>): Promise<T | undefined> => {
    if (useless) return undefined;
    try {
      return await work(await records);
    } catch (error) {
      useless = true;
      environment.log('warn', 'What was read is not kept for reading offline.', error);
      return undefined;
    }
  };
  /** One after another, so that what is on disk is what was kept last. */
  const write = (changes: () => readonly RecordChange[]): Promise<void> => {
    writing = writing.then(() =>
      attempt((store) => store.transact([], () => ({ answer: undefined, changes: changes() }), 'relaxed')),
    );
    return writing;
  };
  const keepNow = (scope: string): void => {
    const now = due.get(scope);
    due.delete(scope);
    if (!now || useless) return;
    void write(() => {
      const kept = now();
      if (kept.rows.size > MAX_ROWS) return removal(scope, known.get(scope));
      const before = known.get(scope) ?? NOTHING;
      known.set(scope, kept.rows);
      return [...difference(scope, before, kept.rows), positionOf(scope, kept)];
    });
  };

  return {
    async load<Row extends SyncedRow>(table: string, name: string) {
      const scope = scopeOf(table, name);
      const kept = await attempt(async (store) => {
        const places = await store.all<Place>(POSITIONS);
        const place = places.find((one) => one.scope === scope);
        return place && { ...place, rows: await store.all<Row>(kindOf(scope)) };
      });
      if (!kept || kept.position.cursor === null) return undefined;
      const rows: Base<Row> = new Map(kept.rows.map((row) => [row.id, row]));
      known.set(scope, rows);
      return { rows, position: kept.position };
    },
    keep(table, name, now) {
      const scope = scopeOf(table, name);
      if (!due.has(scope)) environment.after(KEEP_MS, () => keepNow(scope));
      due.set(scope, now);
    },
    forget(table, name) {
      const scope = scopeOf(table, name);
      due.delete(scope);
      return write(() => {
        const changes = removal(scope, known.get(scope));
        known.delete(scope);
        return changes;
      });
    },
    recall: (name) =>
      attempt(async (store) => {
        const values = await store.all<{ name: string; value: unknown }>(VALUES);
        return values.find((one) => one.name === name)?.value as never;
      }),
    remember: (name, value) => void write(() => [{ kind: VALUES, key: name, record: { name, value } }]),
    async clear() {
      due.clear();
      await writing;
      await attempt((store) => store.clear(EVICTABLE));
      useless = true;
    },
  };
}

const NOTHING: Base<SyncedRow> = new Map();

function scopeOf(table: string, scope: string): string {
  return `${table}:${scope}`;
}

function kindOf(scope: string): string {
  return `${EVICTABLE}rows:${scope}`;
}

/** Rows are never changed, only replaced: another object is another content. */
function difference(scope: string, before: Base<SyncedRow>, after: Base<SyncedRow>): RecordChange[] {
  const kind = kindOf(scope);
  const changed = [...after.values()].filter((row) => before.get(row.id) !== row);
  const gone = [...before.keys()].filter((id) => !after.has(id));
  return [
    ...changed.map((row) => ({ kind, key: row.id, record: row })),
    ...gone.map((id) => ({ kind, key: id, record: undefined })),
  ];
}

function positionOf(scope: string, { position }: Kept<SyncedRow>): RecordChange {
  return { kind: POSITIONS, key: scope, record: { scope, position } satisfies Place };
}

function removal(scope: string, rows: Base<SyncedRow> = NOTHING): RecordChange[] {
  return [...difference(scope, rows, NOTHING), { kind: POSITIONS, key: scope, record: undefined }];
}
