import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { startLibrary } from '../support/backend-library.ts';

test('a write over REST reaches who follows the table, under their own rights', async () => {
  const library = await startLibrary();
  try {
    await library.backend.database.exec('alter publication supabase_realtime add table public.notes');
    const [ada, bob] = [await library.createPerson('Ada'), await library.createPerson('Bob')];
    const heard: string[] = [];
    const follow = (person: typeof ada) =>
      new Promise<void>((live) => {
        person.client
          .channel('notes')
          .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'notes' }, (change) =>
            heard.push(`${person.email}: ${String((change.new as { body: string }).body)}`),
          )
          .on('system', {}, (message) => message.status === 'ok' && live())
          .subscribe();
      });
    await Promise.all([ada, bob].map((person) => person.client.realtime.setAuth()));
    await Promise.all([follow(ada), follow(bob)]);
    await ada.client.from('notes').insert({ body: 'from Ada' });
    await bob.client.from('notes').insert({ body: 'from Bob' });
    while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(heard.sort(), [`${ada.email}: from Ada`, `${bob.email}: from Bob`]);
  } finally {
    await library.close();
  }
});

test('closing ends sockets that are open, and the port is free again', async () => {
  const { backend } = await startLibrary();
  const address = `${backend.url.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0&apikey=${backend.keys.anonJwt}`;
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await backend.close();
  assert.equal((await closed)[0], 1012);
  const again = await startLibrary({ port: backend.port });
  assert.equal(again.backend.port, backend.port);
  await again.close();
});

test('without schema and seed there is only the platform', async () => {
  const library = await startLibrary({ schema: false });
  const { error } = await library.anonymous().from('books').select();
  assert.equal(error?.code, 'PGRST205');
  assert.equal((await library.admin.auth.admin.listUsers()).data.users.length, 0);
  await library.close();
  const unseeded = await startLibrary({ seed: false });
  assert.deepEqual((await unseeded.anonymous().from('books').select()).data, []);
  await unseeded.close();
});
