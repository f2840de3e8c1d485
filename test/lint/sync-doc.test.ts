import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const text = readFileSync('docs/sync.md', 'utf8');
const rows = text.split('\n').filter((line) => line.startsWith('| '));

test('every invariant is stated once, with a test that exists', () => {
  for (let n = 1; n <= 14; n += 1) {
    const stated = rows.filter((row) => new RegExp(`^\\| I${n} [a-z]`).test(row));
    assert.equal(stated.length, 1, `I${n}`);
    const files = [...stated[0]!.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!);
    assert.ok(files.length > 0, `I${n} names no test.`);
    for (const file of files) assert.ok(existsSync(file), `${file}, of I${n}, does not exist.`);
  }
});

test('every fault of the list is injected somewhere, or is said not to apply', () => {
  const told = new Set<number>();
  for (const row of rows) {
    const [, first, last] = /^\| F(\d+)(?:[–-]F(\d+))? /.exec(row) ?? [];
    if (!first) continue;
    for (let n = Number(first); n <= Number(last ?? first); n += 1) told.add(n);
  }
  const missing = Array.from({ length: 48 }, (_, i) => i + 1).filter((n) => !told.has(n));
  assert.deepEqual(missing, []);
});
