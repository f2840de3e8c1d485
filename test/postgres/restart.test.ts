import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startBackend } from '../../src/local/backend.ts';
import type { Backend } from '../../src/local/backend.ts';
import { waitFor } from '../local/realtime/wait-for.ts';
import { disconnect } from '../support/disconnect.ts';
import { LIBRARY } from '../support/backend-library.ts';
import { startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { Writers } from './writers.ts';

/** So long after the server's return nothing is heard, in milliseconds. */
const RECOVERY = 1500;

let cluster: Cluster;
let backend: Backend;
let client: SupabaseClient;
before(async () => {
  cluster = await startCluster();
  backend = await startBackend({
    databaseUrl: cluster.url,
    project: LIBRARY,
    realtime: { pauses: { recovery: RECOVERY } },
  });
  await backend.database.exec('alter publication supabase_realtime add table genres');
  client = createClient(backend.url, backend.keys.secret, { auth: { persistSession: false } });
});
after(async () => {
  if (client) disconnect(client);
  await backend?.close();
  await cluster?.remove();
});

test('a restart of the server is survived: requests fail meanwhile, changes are lost at first, then all goes on', async () => {
  const heard: string[] = [];
  let ready = 0;
  client
    .channel('genres')
    .on<{ label: string }>(
      'postgres_changes',
      { event: 'INSERT', schema: 'public', table: 'genres' },
      (change) => heard.push(change.new.label),
    )
    .on('system', {}, () => ready++)
    .subscribe();
  await waitFor(() => ready > 0, 'the subscription');
  const add = (id: number, label: string) => client.from('genres').insert({ id, label });
  assert.equal((await add(100, 'before')).status, 201);
  await waitFor(() => heard.includes('before'), 'the change before');

  const waiting = backend.database.query('select pg_sleep(60)');
  const brokenOff = assert.rejects(waiting, { code: '08006' });
  await cluster.halt();
  await brokenOff;
  for (let attempt = 0; attempt < 30; attempt++) assert.equal((await add(101, 'meanwhile')).status, 503);
  assert.equal((await client.storage.listBuckets()).data, null);

  await cluster.start();
  const tried = async (): Promise<boolean> => (await add(102, 'after')).status === 201;
  for (let attempt = 0; attempt < 100 && !(await tried()); attempt++) await sleep(50);
  await sleep(RECOVERY + 1000);
  const writers = await Writers.at(backend.database, cluster.url);
  const other = await writers.connect();
  await other.query(`insert into genres values (103, 'from elsewhere')`);
  await writers.close();
  await waitFor(() => heard.includes('from elsewhere'), 'the change of another program');
  assert.deepEqual(heard, ['before', 'from elsewhere']);
});

test('sessions that are ended one by one are replaced', async () => {
  const { rows } = await backend.database.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'nality local backend' and pid <> pg_backend_pid()`,
  );
  assert.ok(rows.length >= 1);
  await backend.database.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [
    rows.map(({ pid }) => pid),
  ]);
  const heard: (string | undefined)[] = [];
  await backend.database.listen('again', (payload) => heard.push(payload));
  await waitFor(() => heard.includes(undefined), 'the word that something may have been missed');
  await backend.database.exec(`notify again, 'news'`);
  await waitFor(() => heard.includes('news'), 'the notification');
});
