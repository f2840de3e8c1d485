import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingEcho, bindingId, parseBinding } from '../../../../src/local/realtime/changes/binding.ts';

const target = (params: Record<string, unknown>) => {
  const { event, schema, table, select } = parseBinding(params);
  return { event, schema, table, select };
};

test('what is left out has defaults', () => {
  assert.deepEqual(target({ event: 'insert', table: 't' }), {
    event: 'INSERT',
    schema: 'public',
    table: 't',
    select: null,
  });
  assert.deepEqual(target({ schema: 's' }), { event: '*', schema: 's', table: '*', select: null });
  assert.equal(target({ event: 'FOO', table: 't' }).event, '*');
});

test('columns can be selected of a table only', () => {
  assert.deepEqual(target({ table: 't', select: ['a'] }).select, ['a']);
  assert.throws(() => parseBinding({ schema: 'public', table: '*', select: ['a'] }), {
    message:
      'Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.',
  });
  assert.throws(() => parseBinding({ table: 't', select: 'a' }), /expected a list of column name strings/);
});

const NOTHING_TO_SUBSCRIBE_TO: [Record<string, unknown>, string][] = [
  [{ event: '*' }, '%{"event" => "*"}'],
  [{ schema: 'public', table: null }, '%{"schema" => "public", "table" => nil}'],
  [{ table: 't', filter: null }, '%{"filter" => nil, "table" => "t"}'],
  [{ schema: 'public', filter: 'id=eq.1' }, '%{"filter" => "id=eq.1", "schema" => "public"}'],
];

for (const [params, quoted] of NOTHING_TO_SUBSCRIBE_TO) {
  test(`refuses ${quoted}`, () => {
    assert.throws(() => parseBinding(params), {
      message: `No subscription params provided. Please provide at least a \`schema\` or \`table\` to subscribe to: ${quoted}`,
    });
  });
}

test('equal parameters have equal ids, others other ids', () => {
  const id = bindingId({ event: '*', schema: 'public', table: 'todos' });
  assert.equal(bindingId({ table: 'todos', schema: 'public', event: '*' }), id);
  assert.notEqual(bindingId({ event: '*', schema: 'public', table: 'notes' }), id);
  assert.ok(Number.isInteger(id) && id > 0 && id < 2 ** 27);
});

test('the echo has everything that was sent', () => {
  const params = { table: 't', schema: 'public', filter: null, extra: 1 };
  assert.equal(
    bindingEcho(params),
    `{"id":${bindingId(params)},"extra":1,"filter":null,"schema":"public","table":"t"}`,
  );
});
