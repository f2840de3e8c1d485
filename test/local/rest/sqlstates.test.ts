import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStudio } from '../../support/backend-studio.ts';
import type { Studio } from '../../support/backend-studio.ts';

let studio: Studio;

before(async () => {
  studio = await startStudio();
});
after(() => studio.close());

/** Every class of SQLSTATE, and the codes that differ from their class → the status of the answer. */
const STATUSES: [status: number, sqlstates: string[]][] = [
  [400, ['02000', '03000', '0A000', '0B000', '0F000', '0Z000', '20000']],
  [400, ['22000', '22023', '22P02', '22003', '23000', '23001', '23502', '23514', '23P01']],
  [400, ['24000', '26000', '27000', '2B000', '2F000', '34000', '3D000', '3F000']],
  [400, ['42000', '42601', '42703', '42P10', '42804', '44000', '72000', 'P0001', 'ABCDE']],
  [401, ['42501']],
  [402, ['PT402']],
  [403, ['0L000', '0P000', '28000', '28P01']],
  [404, ['42883', '42P01']],
  [405, ['25006']],
  [409, ['23503', '23505']],
  [500, ['09000', '21000', '25000', '25P02', '2D000', '38000', '39000', '3B000', '3B001']],
  [500, ['40000', '40001', '40P01', '42P17', '53400', '54000', '54001', '55000', '55P03']],
  [500, ['57000', '57014', '58000', '58P01', 'F0000', 'HV000', 'P0000', 'P0002', 'P0003', 'XX000', 'PTABC']],
  [503, ['08000', '08006', '53000', '53100', '53300', '57P01']],
];
for (const [status, sqlstates] of STATUSES) {
  for (const state of sqlstates) {
    test(`${state} is answered with ${status}`, async () => {
      const answer = await studio.ask('rpc/fail', { method: 'POST', body: { state } });
      assert.deepEqual(
        [answer.status, answer.body],
        [status, { code: state, details: 'the detail', hint: 'the hint', message: 'as you wish' }],
      );
    });
  }
}

/** Codes whose message decides. */
const BY_MESSAGE: [state: string, message: string, status: number][] = [
  ['21000', 'UPDATE requires a WHERE clause', 400],
  ['22023', 'role "ghost" does not exist', 401],
  ['42883', 'function xmlagg(json) does not exist', 406],
];
for (const [state, message, status] of BY_MESSAGE) {
  test(`${state}, "${message}" is answered with ${status}`, async () => {
    const answer = await studio.ask('rpc/fail', { method: 'POST', body: { state, text: message } });
    assert.deepEqual([answer.status, (answer.body as { message: string }).message], [status, message]);
  });
}

test('a missing right is 401 for nobody, with what to bring, and 403 for somebody', async () => {
  const body = { state: '42501' };
  const nobody = await studio.ask('rpc/fail', { method: 'POST', body });
  assert.deepEqual([nobody.status, nobody.headers.get('www-authenticate')], [401, 'Bearer']);
  const { accessToken } = await studio.createPerson();
  const headers = { authorization: `Bearer ${accessToken}` };
  const somebody = await studio.ask('rpc/fail', { method: 'POST', body, headers });
  assert.deepEqual([somebody.status, somebody.headers.get('www-authenticate')], [403, null]);
});

/** What a function raises as PGRST → why that cannot be answered. */
const UNREADABLE: [raised: { message: string; detail?: string }, details: string, hint: RegExp][] = [
  [{ message: 'x' }, "Invalid JSON value for MESSAGE: 'x'", /^MESSAGE must be a JSON object/],
  [{ message: '{"code":"1"}' }, `Invalid JSON value for MESSAGE: '{"code":"1"}'`, /^MESSAGE must be/],
  [{ message: '{"code":"1","message":"m"}' }, 'DETAIL is missing in the RAISE statement', /^DETAIL must be/],
  [
    { message: '{"code":"1","message":"m"}', detail: '{"status":418}' },
    `Invalid JSON value for DETAIL: '{"status":418}'`,
    /^DETAIL must be a JSON object/,
  ],
];
for (const [raised, details, hint] of UNREADABLE) {
  test(`raised as PGRST: ${details}`, async () => {
    const answer = await studio.ask('rpc/raise_pgrst', { method: 'POST', body: raised });
    const error = answer.body as { code: string; details: string; hint: string; message: string };
    assert.deepEqual([answer.status, error.code, error.details], [500, 'PGRST121', details]);
    assert.equal(error.message, `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`);
    assert.match(error.hint, hint);
  });
}

test('errors say in their headers whose they are', async () => {
  const { headers } = await studio.ask('rpc/fail', { method: 'POST', body: { state: '23505' } });
  assert.equal(headers.get('proxy-status'), 'PostgREST; error=23505');
});
