import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NalityError } from '../../../src/core/errors.ts';
import { hostStore } from '../../../src/core/features/push-store.ts';
import { nodeEnvironment } from '../../support/node-environment.ts';
import { addressFor } from '../../support/fake-push-device.ts';

const MARIE = { person: 'marie', id: '1' };

function storeAt(path: string, status = 204) {
  const calls: { path: unknown; method: unknown; headers: unknown; body: unknown }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method, headers, body } = init ?? {};
    calls.push({ path: input, method, headers, body: JSON.parse(String(body)) });
    if (status === 0) throw new TypeError('Failed to fetch');
    return new Response(null, { status });
  };
  const environment = { ...nodeEnvironment(), fetch };
  return { calls, store: hostStore(path, { environment, token: async () => 'secret' }) };
}

test('a server of the page’s own gets the subscription and the person, with their token', async () => {
  const { calls, store } = storeAt('/api/push-subscription');
  const { vapidKey: _, ...subscription } = addressFor('B');
  await store.put(MARIE, { ...subscription, vapidKey: 'B' }, undefined);
  await store.remove(MARIE);
  const call = {
    path: '/api/push-subscription',
    headers: { 'content-type': 'application/json', authorization: 'Bearer secret' },
    body: { subscription, user_id: 'marie' },
  };
  assert.deepEqual(calls, [
    { ...call, method: 'POST' },
    { ...call, method: 'DELETE' },
  ]);
});

test('it is told again at every load, for it cannot be asked', async () => {
  const { calls, store } = storeAt('/api/push-subscription');
  assert.equal(await store.has(MARIE, addressFor('B')), true);
  assert.equal(calls[0]?.method, 'POST');
});

test('what it refuses is told, and whether it is worth another try', async () => {
  for (const [status, code, retryable] of [
    [0, 'offline', true],
    [403, 'server', false],
    [503, 'server', true],
  ] as const) {
    const { store } = storeAt('/api/push-subscription', status);
    await assert.rejects(store.put(MARIE, addressFor('B'), undefined), (error: NalityError) => {
      assert.deepEqual([error.code, error.retryable], [code, retryable]);
      return true;
    });
  }
});

test('a token is never sent to another server', () => {
  for (const path of ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'api', ''])
    assert.throws(() => storeAt(path), { code: 'config' }, path);
});
