import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EndOfTab, Evidence, Version, Waiting, Write } from './evidence.ts';
import { judge } from './judge.ts';

const NOTHING: Evidence = {
  writes: [],
  decisions: [],
  planned: [],
  versions: [],
  ledger: [],
  flickers: [],
  united: false,
  tabs: [],
};

let count = 0;

function write(values: Write['values'], more: Partial<Write> = {}): Write {
  const n = (count += 1);
  const place = { device: 'laptop', tab: 'laptop.1', person: 'marie', row: 'r', durable: true };
  return { n, type: 'update', values, operations: [`op${n}`], known: [], ...place, ...more };
}

function version(rev: number, content: object, kind: Version['kind'] = 'UPDATE'): Version {
  return {
    row_id: 'r',
    actor: 'marie',
    kind,
    at: rev,
    content: { id: 'r', rev, deleted_at: null, ...content },
  };
}

function waiting(state: Waiting['state'], values: object, more: Partial<Waiting> = {}): Waiting {
  return { id: 'w', type: 'update', rowId: 'r', values: { ...values }, state, ...more };
}

function tab(pending: readonly Waiting[], more: Partial<EndOfTab> = {}): EndOfTab {
  return { name: 'laptop', person: 'marie', rows: [], fresh: [], pending, open: true, ...more };
}

const told = (evidence: Partial<Evidence>) => {
  const { lost, doubled, diverged } = judge({ ...NOTHING, ...evidence });
  return [lost.length, doubled.length, diverged.length];
};

const MADE = version(1, { title: 'a' }, 'INSERT');
const BY_SQL = write({ title: 'a' }, { type: 'insert', person: 'sql', device: 'sql', tab: 'sql' });

describe('a run is judged', () => {
  test('a durable write that is on the server is not lost, one that is nowhere is', () => {
    const one = write({ title: 'b' });
    assert.deepEqual(
      told({ writes: [BY_SQL, one], versions: [MADE, version(2, { title: 'b' })] }),
      [0, 0, 0],
    );
    assert.deepEqual(told({ writes: [BY_SQL, one], versions: [MADE] }), [1, 0, 0]);
  });

  test('what was never called durable may go', () => {
    const one = write({ title: 'b' }, { durable: false });
    assert.deepEqual(told({ writes: [BY_SQL, one], versions: [MADE] }), [0, 0, 0]);
  });

  test('what waits for its author is not lost, nor what they gave up', () => {
    const one = write({ title: 'b' });
    const given = { choice: 'discard', row: 'r', values: { title: 'b' } } as const;
    assert.deepEqual(
      told({
        writes: [BY_SQL, one],
        versions: [MADE],
        tabs: [tab([waiting('conflict', { title: 'b' })])],
      }).slice(0, 2),
      [0, 0],
    );
    assert.deepEqual(told({ writes: [BY_SQL, one], versions: [MADE], decisions: [given] }), [0, 0, 0]);
  });

  test('an unsent write may be replaced by a later one of its device, not by one of another', () => {
    const versions = [MADE, version(2, { title: 'c' })];
    const [first, second] = [write({ title: 'b' }), write({ title: 'c' })];
    assert.deepEqual(told({ writes: [BY_SQL, first, second], versions }), [0, 0, 0]);
    assert.deepEqual(told({ writes: [BY_SQL, first, { ...second, device: 'phone' }], versions }), [1, 0, 0]);
  });

  test('of two tabs that knew nothing of each other either may be the later one; not of two that did', () => {
    const versions = [MADE, version(2, { title: 'b' })];
    const first = write({ title: 'b' });
    const second = write({ title: 'c' }, { tab: 'laptop.2' });
    assert.deepEqual(told({ writes: [BY_SQL, first, second], versions }), [0, 0, 0]);
    const knowing = { ...second, known: first.operations };
    assert.deepEqual(told({ writes: [BY_SQL, first, knowing], versions }), [1, 0, 0]);
  });

  test('a deletion that is nowhere is lost', () => {
    const deletion = write({}, { type: 'delete' });
    assert.deepEqual(told({ writes: [BY_SQL, deletion], versions: [MADE] }), [1, 0, 0]);
    const tombstone = version(2, { title: '', deleted_at: 'now' });
    assert.deepEqual(told({ writes: [BY_SQL, deletion], versions: [MADE, tombstone] }), [0, 0, 0]);
  });

  test('a text that comes up twice was written twice', () => {
    const [one, other] = [write({ title: 'b' }), write({ title: 'c' })];
    const versions = [
      MADE,
      version(2, { title: 'b' }),
      version(3, { title: 'c' }),
      version(4, { title: 'b' }),
    ];
    assert.deepEqual(told({ writes: [BY_SQL, one, other], versions }), [0, 1, 0]);
  });

  test('a row that is brought back brings its texts with it, once', () => {
    const versions = [MADE, version(2, { title: '', deleted_at: 'now' }), version(3, { title: 'a' })];
    assert.deepEqual(told({ writes: [BY_SQL], versions }), [0, 0, 0]);
    assert.deepEqual(told({ writes: [BY_SQL], versions: [MADE, MADE] }), [0, 1, 0]);
  });

  test('nothing is there that nobody wrote', () => {
    assert.deepEqual(told({ writes: [BY_SQL], versions: [MADE, version(2, { title: 'b' })] }), [0, 1, 0]);
    const planned = [{ title: 'b' }];
    assert.deepEqual(
      told({ writes: [BY_SQL], planned, versions: [MADE, version(2, { title: 'b' })] }),
      [0, 0, 0],
    );
  });

  test('what one tab wrote comes up in order', () => {
    const [one, other] = [write({ title: 'b' }), write({ location: 'c' })];
    const versions = [
      MADE,
      version(2, { title: 'a', location: 'c' }),
      version(3, { title: 'b', location: 'c' }),
    ];
    assert.deepEqual(told({ writes: [BY_SQL, one, other], versions }), [0, 1, 0]);
    assert.deepEqual(told({ writes: [BY_SQL, one, { ...other, tab: 'laptop.2' }], versions }), [0, 0, 0]);
  });

  test('an operation is applied for nobody but its author', () => {
    const one = write({ title: 'b' });
    const evidence = { writes: [BY_SQL, one], versions: [MADE, version(2, { title: 'b' })] };
    const ledger = (actor: string) => [{ actor, op_id: one.operations[0]! }];
    assert.deepEqual(told({ ...evidence, ledger: ledger('marie') }), [0, 0, 0]);
    assert.deepEqual(told({ ...evidence, ledger: ledger('irene') }), [0, 1, 0]);
  });

  test('a tab shows what a fresh reading gives, with what waits on top of it', () => {
    const fresh = [{ id: 'r', rev: 2, title: 'b' }];
    const shows = (rows: EndOfTab['rows'], pending: readonly Waiting[] = []) =>
      told({ tabs: [tab(pending, { rows, fresh })] })[2];
    assert.equal(shows(fresh), 0);
    assert.equal(shows([{ id: 'r', rev: 1, title: 'a' }]), 1);
    assert.equal(shows([]), 1);
    assert.equal(shows([...fresh, { id: 'ghost', rev: 1 }]), 1);
    assert.equal(shows([{ id: 'r', rev: 2, title: 'c' }], [waiting('failed', { title: 'c' })]), 0);
    assert.equal(shows(fresh, [waiting('conflict', { title: 'c' })]), 0);
    const refused = waiting('failed', {}, { type: 'delete' });
    assert.deepEqual([shows(fresh, [refused]), shows([], [refused])], [0, 1]);
  });

  test('what is still to be sent has not settled; behind a refused change it waits with it', () => {
    const rows = [{ id: 'r', rev: 2, title: 'c' }];
    const after = (pending: readonly Waiting[]) => told({ tabs: [tab(pending, { rows, fresh: rows })] })[2];
    assert.equal(after([waiting('queued', { title: 'c' })]), 1);
    assert.equal(after([waiting('failed', { title: 'c' }), waiting('queued', { title: 'c' })]), 0);
  });

  test('a text that comes back by itself flickers; by a decision, or where its rival is refused, it does not', () => {
    const flickers = [{ tab: 'laptop.1', row: 'r', field: 'title', text: 'a', between: 'b' }] as const;
    assert.deepEqual(told({ flickers }), [0, 0, 1]);
    const decisions = [{ choice: 'retry', row: 'r', values: { title: 'b' } }] as const;
    assert.deepEqual(told({ flickers, decisions }), [0, 0, 0]);
    const server = { id: 'r', rev: 3, title: 'a' };
    const refused = tab([waiting('conflict', { title: 'b' }, { clash: { server } })]);
    assert.deepEqual(told({ flickers, tabs: [refused] }), [0, 0, 0]);
  });
});
