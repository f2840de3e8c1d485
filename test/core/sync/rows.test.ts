import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  applyRows,
  keepRows,
  visible,
  type Base,
  type Operation,
  type SyncedRow,
} from '../../../src/core/sync/rows.ts';

interface Note extends SyncedRow {
  readonly text: string;
}

const note = (id: string, rev: number, text: string, deleted_at: string | null = null): Note => ({
  id,
  rev,
  text,
  deleted_at,
});
const baseOf = (...rows: Note[]): Base<Note> => new Map(rows.map((row) => [row.id, row]));
const byId = (a: Note, b: Note): number => (a.id < b.id ? -1 : 1);
const operation = (given: Partial<Operation>): Operation => ({
  id: 'op',
  table: 'notes',
  scope: 's',
  type: 'update',
  rowId: 'a',
  baseRev: 1,
  values: {},
  base: {},
  at: 0,
  v: 1,
  seq: 0,
  attempted: false,
  attempts: 0,
  state: 'queued',
  ...given,
});

test('a row with a higher rev replaces the one that is known', () => {
  assert.equal(applyRows(baseOf(note('a', 1, 'old')), [note('a', 2, 'new')]).get('a')?.text, 'new');
});

test('a row with the same or a lower rev changes nothing, not even the identity of the base', () => {
  const base = baseOf(note('a', 2, 'new'));
  assert.equal(applyRows(base, [note('a', 2, 'same'), note('a', 1, 'late')]), base);
});

test('of two versions in one batch the newer counts, whichever comes first', () => {
  const rows = [note('a', 3, 'three'), note('a', 2, 'two')];
  assert.equal(applyRows(baseOf(), rows).get('a')?.text, 'three');
  assert.equal(applyRows(baseOf(), rows.toReversed()).get('a')?.text, 'three');
});

test('whatever the order of arrival, the base is the same', () => {
  const versions = fc.array(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), rev: fc.integer({ min: 1, max: 6 }) }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(versions, fc.integer(), (given, seed) => {
      const rows = given.map(({ id, rev }) => note(id, rev, `${id}${rev}`));
      const shuffled = rows
        .map((row, i) => ({ row, key: Math.sin(seed + i) }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row);
      const inOrder = rows.reduce((base, row) => applyRows(base, [row]), baseOf());
      const mixed = applyRows(baseOf(), shuffled);
      assert.deepEqual(new Map([...inOrder].sort()), new Map([...mixed].sort()));
      for (const [id, row] of mixed)
        assert.equal(row.rev, Math.max(...rows.filter((one) => one.id === id).map(({ rev }) => rev)));
    }),
  );
});

test('what left my rights is dropped, what remains keeps its identity', () => {
  const base = baseOf(note('a', 1, 'a'), note('b', 1, 'b'));
  assert.deepEqual([...keepRows(base, new Set(['b'])).keys()], ['b']);
  assert.equal(keepRows(base, new Set(['a', 'b'])), base);
});

test('a deleted row is not visible', () => {
  assert.deepEqual(visible(baseOf(note('a', 2, '', '1898-12-26')), [], byId), []);
});

test('an unsaved edit is shown on top of the server row and marked as queued', () => {
  const [shown] = visible(baseOf(note('a', 1, 'old')), [operation({ values: { text: 'mine' } })], byId);
  assert.equal(shown?.row.text, 'mine');
  assert.equal(shown?.state, 'queued');
});

test('a late change from the server keeps my unsent edit of another field', () => {
  const base = applyRows(baseOf(note('a', 1, 'old')), [note('a', 5, 'theirs')]);
  const [shown] = visible(base, [operation({ values: { colour: 'blue' } })], byId);
  assert.deepEqual({ ...shown?.row }, { id: 'a', rev: 5, text: 'theirs', deleted_at: null, colour: 'blue' });
});

test('an insert is visible before the server knows it, with what the server will fill', () => {
  const insert = operation({
    type: 'insert',
    rowId: 'n',
    baseRev: null,
    values: { text: 'new' },
    shown: { created_at: 'now' },
  });
  const [shown] = visible(baseOf(), [insert], byId);
  assert.deepEqual({ ...shown?.row }, { id: 'n', rev: 0, deleted_at: null, created_at: 'now', text: 'new' });
});

test('a deletion hides the row at once, and a restoration shows it again with what the person remembers', () => {
  const base = baseOf(note('a', 1, 'kept'));
  const gone = operation({ type: 'delete' });
  const back = operation({ id: 'op2', type: 'restore', shown: { text: 'kept' } });
  assert.equal(visible(base, [gone], byId).length, 0);
  assert.equal(visible(base, [gone, back], byId)[0]?.row.text, 'kept');
  assert.equal(visible(baseOf(note('a', 2, '', 'deleted')), [back], byId)[0]?.row.text, 'kept');
});

test('a failure is not hidden by what was queued after it', () => {
  const failed = operation({ state: 'failed', values: { text: 'refused' } });
  const [shown] = visible(
    baseOf(note('a', 1, 'old')),
    [failed, operation({ id: 'op2', values: { text: 'later' } })],
    byId,
  );
  assert.equal(shown?.state, 'failed');
  assert.equal(shown?.operationId, 'op');
  assert.equal(shown?.row.text, 'later');
});

test('a saved row keeps its wrapper, so that a list sees that nothing changed', () => {
  const base = baseOf(note('a', 1, 'a'));
  assert.equal(visible(base, [], byId)[0], visible(applyRows(base, [note('b', 1, 'b')]), [], byId)[0]);
});

test("of a conflict that waits for a decision the server's side is shown, marked", () => {
  const parked = operation({ state: 'conflict', values: { text: 'mine' } });
  const [shown] = visible(baseOf(note('a', 2, 'theirs')), [parked], byId);
  assert.deepEqual([shown?.row.text, shown?.state, shown?.operationId], ['theirs', 'conflict', 'op']);
});
