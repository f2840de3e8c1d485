import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sectionOf } from '../../../src/local/project/config-file.ts';
import type { ConfigSection } from '../../../src/local/project/config-file.ts';

const VARIABLE = 'NALITY_TEST_CONFIG_VALUE';
before(() => {
  process.env[VARIABLE] = '42';
});
after(() => {
  delete process.env[VARIABLE];
});

const sectionWith = (value: unknown) => sectionOf({ place: { value } }, 'place');

/** How a value is read → what it may be, and what it may not. */
const KINDS: [kind: string, read: (section: ConfigSection) => unknown, right: unknown, wrong: unknown[]][] = [
  ['a text in quotes', (section) => section.text('value'), 'x', [1, true, ['x'], {}]],
  ['a whole number of at least 0', (section) => section.number('value'), 7, ['7', 1.5, -1, true, [7]]],
  ['true or false', (section) => section.boolean('value'), false, ['false', 0, []]],
  ['a list of texts in quotes', (section) => section.list('value'), ['x'], ['x', [1], ['x', 1], {}]],
];
for (const [kind, read, right, wrong] of KINDS) {
  test(`${kind} is read, and nothing else taken for it`, () => {
    assert.deepEqual(read(sectionWith(right)), right);
    assert.equal(read(sectionWith(undefined)), undefined);
    for (const value of wrong)
      assert.throws(() => read(sectionWith(value)), {
        message: `config.toml: [place] value must be ${kind}.`,
      });
  });
}

test('the environment gives values of every kind, and leaves to the defaults what it does not have', () => {
  const given = sectionWith(`env(${VARIABLE})`);
  assert.deepEqual([given.text('value'), given.number('value')], ['42', 42]);
  assert.throws(() => given.boolean('value'), /\[place\] value must be true or false/);
  assert.deepEqual(sectionWith([`env(${VARIABLE})`, 'x', 'env(NALITY_TEST_UNSET)']).list('value'), [
    '42',
    'x',
  ]);
  assert.equal(sectionWith('env(NALITY_TEST_UNSET)').boolean('value'), undefined);
});

test('tables are in tables, and what is none is named with them', () => {
  const inner = sectionWith({ shelf: {} }).section('value');
  assert.deepEqual(inner.names, ['shelf']);
  assert.deepEqual(inner.section('constructor').names, []);
  assert.throws(() => sectionWith([]).section('value'), {
    message: 'config.toml: [place.value] must be a table.',
  });
});
