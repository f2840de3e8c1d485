import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visible, type Base, type Operation, type SyncedRow } from '../../../src/core/sync/rows.ts';

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

test('a deleted row is not visible', () => {
  assert.deepEqual(visible(baseOf(note('a', 2, '', '1898-12-26')), [], byId), []);
});

test('an unsaved edit is shown on top of the server row and marked as queued', () => {
  const [shown] = visible(baseOf(note('a', 1, 'old')), [operation({ values: { text: 'mine' } })], byId);
  assert.equal(shown?.row.text, 'mine');
  assert.equal(shown?.state, 'queued');
});

test('an insert whose answer was lost adds nothing to the row that it has made', () => {
  const insert = operation({ type: 'insert', baseRev: null, attempted: true, values: { text: 'new' } });
  const [shown] = visible(baseOf(note('a', 3, 'changed since')), [insert], byId);
  assert.deepEqual([shown?.row.text, shown?.state], ['changed since', 'queued']);
});

test('what made a version that nobody saw is contained in the one after that which it was made on', () => {
  const elsewhere = operation({ state: 'saved', settledRev: Infinity, baseRev: 3, values: { text: 'mine' } });
  const texts = (rev: number): unknown[] =>
    visible(baseOf(note('a', rev, 'theirs')), [elsewhere], byId).map(({ row }) => row.text);
  assert.deepEqual([texts(3), texts(4), texts(5)], [['mine'], ['theirs'], ['theirs']]);
});

test('a late change from the server keeps my unsent edit of another field', () => {
  const base = baseOf(note('a', 5, 'theirs'));
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

test('what could not be deleted is there, and says so', () => {
  const refused = operation({ type: 'delete', state: 'failed' });
  const [shown] = visible(baseOf(note('a', 1, 'kept')), [refused], byId);
  assert.deepEqual(
    [shown?.row.text, shown?.state, shown?.operationId, shown?.deletion],
    ['kept', 'failed', 'op', true],
  );
  assert.deepEqual(visible(baseOf(note('a', 2, 'kept', 'deleted')), [refused], byId), []);
  assert.deepEqual(visible(baseOf(), [refused], byId), []);
});

test("of a conflict that waits for a decision the server's side is shown, marked", () => {
  const parked = operation({ state: 'conflict', values: { text: 'mine' } });
  const [shown] = visible(baseOf(note('a', 2, 'theirs')), [parked], byId);
  assert.deepEqual([shown?.row.text, shown?.state, shown?.operationId], ['theirs', 'conflict', 'op']);
});

test('what is settled goes on covering a base that is behind, and nothing else', () => {
  const settled = operation({ state: 'saved', settledRev: 2, values: { text: 'mine' } });
  const shown = (base: Base<Note>): string[] => visible(base, [settled], byId).map(({ row }) => row.text);
  assert.deepEqual(shown(baseOf(note('a', 1, 'old'))), ['mine']);
  assert.deepEqual(shown(baseOf(note('a', 2, 'mine, as stored'))), ['mine, as stored']);
  assert.deepEqual(shown(baseOf(note('a', 3, 'theirs'))), ['theirs']);
  assert.deepEqual(shown(baseOf()), []);
});
