import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presenceFeature } from '../../../src/core/features/presence.ts';
import { createNality } from '../../../src/core/nality.ts';
import { startTestBackend } from '../../support/backend.ts';
import { pacedEnvironment } from '../../support/paced-environment.ts';
import { until } from '../../support/until.ts';

test('of those who come into a room just after me, and of whoever loses the right, I am told at once', async (t) => {
  const backend = await startTestBackend({ seed: false });
  const [marie, irene, eve] = await Promise.all(
    ['Marie', 'Irène', 'Ève'].map((name) => backend.createPerson(name)),
  );
  const environment = pacedEnvironment();
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => marie!.accessToken,
    environment,
  });
  t.after(async () => {
    await core.close();
    await backend.close();
  });
  const room = core.use(presenceFeature, marie!.id, new AbortController().signal);
  await until(room.phase, ({ name }) => name === 'live');
  // What waits for a timer now is not there in time.
  environment.pace(0.01);

  const shares = backend.admin.from('timeline_shares');
  const share = { owner_id: marie!.id, grantee_kind: 'user', level: 'edit', created_by: marie!.id };
  const follows = async (change: PromiseLike<{ error: unknown }>, count: number): Promise<void> => {
    assert.equal((await change).error, null);
    await until(room.people, (people) => people.length === count);
  };
  await follows(shares.insert({ ...share, grantee_id: irene!.id }), 2);
  await follows(shares.insert({ ...share, grantee_id: eve!.id }), 3);
  await follows(shares.delete().eq('grantee_id', irene!.id), 2);
});
