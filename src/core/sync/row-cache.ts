import { EVICTABLE, type Environment, type RecordRead, type RecordStore } from '../environment.ts';
import { PLACES, decideSaving, type Place, type Saving } from './kept-rows.ts';
import type { Position } from './reading.ts';
import type { Base, SyncedRow } from './rows.ts';

/** What one person has seen, on disk: shown before the server has answered, and while it does not. */
export interface RowCache {
  /** The cache of one scope, in the hands of one collection. */
  open<Row extends SyncedRow>(table: string, scope: string, source: KeptSource<Row>): ScopeCache<Row>;
  /** Forgets a scope that may no longer be seen. */
  forget(table: string, scope: string): Promise<void>;
  /** A single value that was remembered. */
  recall<T>(name: string): Promise<T | undefined>;
  remember(name: string, value: unknown): void;
  /** Forgets everything, for good: the person has signed out. */
  clear(): Promise<void>;
}

/** Where a collection's rows are, and how far they were read. */
export interface KeptSource<Row> {
  readonly rows: Base<Row>;
  position(): Position;
}

/** The rows of a scope on disk. */
export interface ScopeCache<Row> {
  /** The scope as it was kept; undefined when it was not, or when it is of no use. */
  load(): Promise<{ readonly rows: readonly Row[]; readonly position: Position } | undefined>;
  /** Keeps the scope soon, as it is then. */
  keep(): void;
  /** Says that a row is another one; `dropped` is its last state when it is no more. */
  changed(id: string, dropped: Row | undefined): void;
}

/** Changes of so many milliseconds are kept together. */
const KEEP_MS = 1000;
/** Of a larger scope nothing is kept: reading it all again costs less than a page that is slow to start. */
const MAX_ROWS = 20_000;
/** So many scopes are kept; the one that was written longest ago makes room. */
const MAX_SCOPES = 50;
/** More rows than these are compared with all that is on disk, in one read. */
const MAX_SINGLE_READS = 200;

const VALUES = `${EVICTABLE}values`;

/** Opens the cache. It is never needed to be right: where it fails, it says so once and keeps nothing. */
export function createRowCache(records: Promise<RecordStore>, environment: Environment): RowCache {
  /** How often a scope was forgotten: what was opened before that keeps nothing more. */
  const forgotten = new Map<string, number>();
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
  /** One after another: so a tab never meets itself. */
  const write = (work: (store: RecordStore) => Promise<void>): Promise<void> => {
    writing = writing.then(() => attempt(work));
    return writing;
  };
  const forget = (scope: string): Promise<void> => {
    forgotten.set(scope, generation(scope) + 1);
    return write((store) => removeScope(store, scope));
  };
  const generation = (scope: string): number => forgotten.get(scope) ?? 0;

  return {
    open<Row extends SyncedRow>(table: string, name: string, source: KeptSource<Row>): ScopeCache<Row> {
      const scope = `${table}:${name}`;
      const opened = generation(scope);
      const kind = kindOf(scope);
      let changes = new Map<string, Row | undefined>();
      let token: string | undefined;
      let due = false;

      const save = async (store: RecordStore): Promise<void> => {
        due = false;
        if (generation(scope) !== opened) return;
        if (source.rows.size > MAX_ROWS) return void forget(scope);
        const saving = savingOf(changes, source.rows);
        changes = new Map();
        const all = { position: source.position(), scope, kind, token, now: environment.now() };
        const fresh = environment.uuid();
        if (token !== undefined) token = await saveRows(store, { ...all, ...saving, fresh });
        token ??= await saveRows(store, { ...all, ...savingAll(source.rows), fresh });
        await evict(store, scope);
      };
      return {
        async load() {
          const found = await attempt((store) => loadScope<Row>(store, scope));
          token = found?.place?.token;
          const position = found?.place?.position;
          return position && position.cursor !== null ? { rows: found.rows, position } : undefined;
        },
        changed: (id, dropped) => void changes.set(id, dropped),
        keep() {
          if (due || generation(scope) !== opened) return;
          due = true;
          environment.after(KEEP_MS, () => void write(save));
        },
      };
    },
    forget: (table, name) => forget(`${table}:${name}`),
    recall: (name) =>
      attempt(async (store) => {
        const values = await store.all<{ name: string; value: unknown }>(VALUES);
        return values.find((one) => one.name === name)?.value as never;
      }),
    remember: (name, value) =>
      void write((store) =>
        store.transact(
          [],
          () => ({ answer: undefined, changes: [{ kind: VALUES, key: name, record: { name, value } }] }),
          'relaxed',
        ),
      ),
    async clear() {
      await writing;
      await attempt((store) => store.clear(EVICTABLE));
      useless = true;
    },
  };
}

function kindOf(scope: string): string {
  return `${EVICTABLE}rows:${scope}`;
}

type Changed = Pick<Saving, 'rows' | 'dropped' | 'whole'>;

function savingOf<Row extends SyncedRow>(
  changes: ReadonlyMap<string, Row | undefined>,
  rows: Base<Row>,
): Changed {
  const now = [...changes].map(([id, dropped]) => ({ row: rows.get(id), dropped }));
  return {
    rows: now.flatMap(({ row }) => row ?? []),
    dropped: now.flatMap(({ row, dropped }) => (row ? [] : (dropped ?? []))),
    whole: false,
  };
}

function savingAll(rows: Base<SyncedRow>): Changed {
  return { rows: [...rows.values()], dropped: [], whole: true };
}

/** Answers the token of the rows on disk, or undefined when everything has to be written. */
function saveRows(store: RecordStore, saving: Saving): Promise<string | undefined> {
  const { kind, scope, rows, dropped, whole } = saving;
  const keys = [...rows, ...dropped].map(({ id }) => id);
  const reads: readonly RecordRead[] =
    whole || keys.length > MAX_SINGLE_READS ? [{ kind }] : keys.map((key) => ({ kind, key }));
  return store.transact(
    [{ kind: PLACES, key: scope }, ...reads],
    ([places = [], ...found]) => {
      const stored = (found.flat() as SyncedRow[]).map((row) => [row.id, row] as const);
      return decideSaving(saving, places[0] as Place | undefined, new Map(stored));
    },
    'relaxed',
  );
}

function loadScope<Row>(
  store: RecordStore,
  scope: string,
): Promise<{ place: Place | undefined; rows: readonly Row[] }> {
  return store.transact(
    [{ kind: PLACES, key: scope }, { kind: kindOf(scope) }],
    ([places = [], rows = []]) => ({
      answer: { place: places[0] as Place | undefined, rows: rows as readonly Row[] },
    }),
    'relaxed',
  );
}

function removeScope(store: RecordStore, scope: string): Promise<void> {
  const kind = kindOf(scope);
  return store.transact(
    [{ kind }],
    ([rows = []]) => ({
      answer: undefined,
      changes: [
        { kind: PLACES, key: scope, record: undefined },
        ...(rows as SyncedRow[]).map(({ id }) => ({ kind, key: id, record: undefined })),
      ],
    }),
    'relaxed',
  );
}

/** Removes the scopes that were written longest ago, when there are too many. */
async function evict(store: RecordStore, current: string): Promise<void> {
  const places = await store.all<Place>(PLACES);
  const surplus = places.toSorted((a, b) => b.at - a.at).slice(MAX_SCOPES);
  for (const { scope } of surplus) if (scope !== current) await removeScope(store, scope);
}
