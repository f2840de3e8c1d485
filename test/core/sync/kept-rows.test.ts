import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryStore } from '../../../src/browser/memory-store.ts';
import type { RecordStore } from '../../../src/core/environment.ts';
import { edgeAt, isWithin, type Edge } from '../../../src/core/sync/edge.ts';
import type { Place } from '../../../src/core/sync/kept-rows.ts';
import type { Position } from '../../../src/core/sync/reading.ts';
import { createRowCache, type RowCache, type ScopeCache } from '../../../src/core/sync/row-cache.ts';
import type { SyncedRow } from '../../../src/core/sync/rows.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';

interface Note extends SyncedRow {
  readonly at: string;
}

/** Every commit in order: its place in the list is its transaction. */
type History = readonly Note[];

const IDS = 6;
const noteOf = (n: number, rev: number): Note => ({ id: `n${n}`, at: `t${n}`, rev, deleted_at: null });
const lastOf = (history: History): ReadonlyMap<string, Note> => new Map(history.map((row) => [row.id, row]));

/** A tab that reads as sync.md says: changes of the whole scope since its cursor, rows down to its edge at first. */
function openTab(store: RecordStore) {
  const environment = fakeEnvironment();
  let save: (() => void) | undefined;
  const cache: RowCache = createRowCache(Promise.resolve(store), {
    ...environment,
    // So that tokens of different tabs differ.
    uuid: () => String(Math.random()),
    after: (_ms, task) => ((save = task), () => undefined),
  });
  /** What the page of now knows; one that was left may still have something to write. */
  let page: { rows: Map<string, Note>; position: Position };
  let scope: ScopeCache<Note>;
  const open = (): void => {
    const own = { rows: new Map(), position: { cursor: null, epoch: 'one', edge: undefined } };
    page = own;
    scope = cache.open<Note>('notes', 'marie', { rows: own.rows, position: () => own.position });
  };
  const accept = (row: Note): void => {
    if ((page.rows.get(row.id)?.rev ?? 0) >= row.rev) return;
    page.rows.set(row.id, row);
    scope.changed(row.id, undefined);
  };
  open();
  return {
    hear: (row: Note) => (accept(row), scope.keep()),
    read(history: History, edge: Edge | undefined) {
      const { cursor } = page.position;
      if (cursor === null) {
        for (const row of lastOf(history).values()) if (isWithin(row, edge)) accept(row);
        page.position = { ...page.position, edge, cursor: String(history.length) };
      } else {
        history.slice(Number(cursor)).forEach(accept);
        page.position = { ...page.position, cursor: String(history.length) };
      }
      scope.keep();
    },
    deepen(history: History) {
      const { edge, cursor } = page.position;
      if (!edge || cursor === null) return;
      const lower = { ...edge, value: 't1', id: 'n1' };
      const next = isWithin(noteOf(1, 0), edge) ? undefined : lower;
      for (const row of lastOf(history).values()) if (isWithin(row, next)) accept(row);
      page.position = { ...page.position, edge: next };
      scope.keep();
    },
    forget: () => cache.forget('notes', 'marie'),
    async save() {
      save?.();
      save = undefined;
      await settle();
    },
    async reload() {
      open();
      const found = await scope.load();
      if (!found) return;
      for (const row of found.rows) page.rows.set(row.id, row);
      page.position = found.position;
    },
  };
}

test('however tabs write, the disk has what it claims to have, and no row gets older', async () => {
  const tab = fc.nat(2);
  const n = fc.nat(IDS - 1);
  const act = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('write'), n, tab }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('hear', 'read'), n, tab }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('save'), n, tab }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('deepen', 'forget', 'forget', 'reload'), n, tab }),
    },
  );
  let claims = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 120 }), async (acts) => {
      const store = memoryStore();
      const tabs = [openTab(store), openTab(store), openTab(store)];
      const history: Note[] = [];
      let before = new Map<string, SyncedRow>();
      for (const one of acts) {
        const actor = tabs[one.tab]!;
        const latest = lastOf(history).get(`n${one.n}`);
        if (one.do === 'write') history.push(noteOf(one.n, (latest?.rev ?? 0) + 1));
        if (one.do === 'hear' && latest) actor.hear(latest);
        if (one.do === 'read') actor.read(history, one.n === 0 ? undefined : edgeAt(noteOf(one.n, 0), 'at'));
        if (one.do === 'deepen') actor.deepen(history);
        if (one.do === 'save') await actor.save();
        if (one.do === 'forget') await actor.forget();
        if (one.do === 'reload') await actor.reload();
        const rows = await store.all<Note>('cache:rows:notes:marie');
        const disk = new Map(rows.map((row) => [row.id, row]));
        for (const [id, row] of disk) assert.ok(row.rev >= (before.get(id)?.rev ?? 0), `${id} got older`);
        before = disk;
        const [place] = await store.all<Place>('cache:places');
        if (!place || place.position.cursor === null) continue;
        claims += 1;
        for (const row of lastOf(history.slice(0, Number(place.position.cursor))).values())
          if (isWithin(row, place.position.edge))
            assert.ok((disk.get(row.id)?.rev ?? 0) >= row.rev, `${row.id} of rev ${row.rev} is missing`);
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(claims > 500, 'Nothing was claimed.');
});
