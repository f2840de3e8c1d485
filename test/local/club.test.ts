import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import type { RealtimeChannel, SupabaseClient, User } from '@supabase/supabase-js';
import { disconnect } from '../support/disconnect.ts';
import { spawnBackend } from '../support/backend-process.ts';
import type { BackendProcess } from '../support/backend-process.ts';
import { waitFor } from './realtime/wait-for.ts';

/** Two people use the whole of a project that the command serves, with nothing but supabase-js. */
const PROJECT = fileURLToPath(new URL('./fixtures/club/', import.meta.url));

interface Member {
  client: SupabaseClient;
  user: User;
  email: string;
  password: string;
}

let backend: BackendProcess;
let url: string;
let admin: SupabaseClient;
let ann: Member;
let ben: Member;

before(async () => {
  backend = spawnBackend(['--memory', '--project', PROJECT]);
  url = await backend.ready;
  admin = connect(keyNamed('Secret key'));
  ann = await signUp('ann');
  ben = await signUp('ben');
});
after(async () => {
  for (const { client } of [ann, ben]) disconnect(client);
  await backend.end('SIGTERM');
});

function keyNamed(name: string): string {
  return new RegExp(`${name}\\s+(\\S+)`).exec(backend.output())?.[1] ?? '';
}

function connect(key = keyNamed('Publishable key')): SupabaseClient {
  return createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
}

async function signUp(name: string): Promise<Member> {
  const client = connect();
  const email = `${name}.${randomUUID().slice(0, 8)}@club.test`;
  const password = randomUUID();
  const { data, error } = await client.auth.signUp({ email, password, options: { data: { name } } });
  assert.equal(error, null);
  assert.ok(data.user && data.session);
  return { client, user: data.user, email, password };
}

async function mailTo(address: string): Promise<{ token: string; link: string }> {
  const response = await fetch(`${url}/_local/mail?to=${encodeURIComponent(address)}`);
  const [newest] = (await response.json()) as { token: string; link: string }[];
  assert.ok(newest, `No mail to ${address}.`);
  return newest;
}

function subscribed(channel: RealtimeChannel): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve();
      else if (status === 'CHANNEL_ERROR') reject(error ?? new Error(status));
    });
  });
}

test('accounts: password, session, refresh, profile, mailed code, anonymity, administration', async () => {
  const again = connect();
  const { email, password } = ann;
  const signedIn = await again.auth.signInWithPassword({ email, password });
  assert.equal(signedIn.data.user?.id, ann.user.id);
  const refreshed = await again.auth.refreshSession();
  assert.notEqual(refreshed.data.session?.refresh_token, signedIn.data.session?.refresh_token);
  const updated = await again.auth.updateUser({ data: { name: 'Ann B.' } });
  assert.equal(updated.data.user?.user_metadata['name'], 'Ann B.');
  await again.auth.signOut({ scope: 'local' });
  assert.equal((await ann.client.auth.getUser()).data.user?.id, ann.user.id);

  assert.equal((await again.auth.signInWithOtp({ email })).error, null);
  const { token } = await mailTo(email);
  const verified = await again.auth.verifyOtp({ email, token, type: 'email' });
  assert.equal(verified.data.user?.id, ann.user.id);

  const nobody = await connect().auth.signInAnonymously();
  assert.equal(nobody.data.user?.is_anonymous, true);

  const made = await admin.auth.admin.createUser({
    email: `guest.${randomUUID()}@club.test`,
    email_confirm: true,
  });
  const id = made.data.user?.id ?? '';
  const changed = await admin.auth.admin.updateUserById(id, { user_metadata: { name: 'Guest' } });
  assert.equal(changed.data.user?.user_metadata['name'], 'Guest');
  const listed = await admin.auth.admin.listUsers();
  assert.ok(listed.data.users.some((user) => user.id === id));
  assert.equal((await admin.auth.admin.deleteUser(id)).error, null);
});

test('rows: each sees what policies show, and refusals have their codes', async () => {
  const written = await ann.client.from('notes').insert({ body: 'private' }).select().single();
  assert.match(written.data.written_at, /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);
  const shared = await ann.client
    .from('notes')
    .insert({ body: 'for all', shared: true })
    .select('id')
    .single();
  const seen = await ben.client.from('notes').select('body', { count: 'exact' });
  assert.deepEqual([seen.data, seen.count], [[{ body: 'for all' }], 1]);
  assert.equal((await ben.client.rpc('count_notes')).data, 1);
  const forged = await ben.client.from('notes').insert({ body: 'x', author: ann.user.id });
  assert.deepEqual([forged.status, forged.error?.code], [403, '42501']);
  const empty = await ben.client.from('notes').insert({ body: '' });
  assert.deepEqual([empty.status, empty.error?.code], [400, '23514']);
  const twice = await ann.client.from('notes').insert({ id: shared.data?.id, body: 'again' });
  assert.deepEqual([twice.status, twice.error?.code], [409, '23505']);
  const hidden = await ben.client.from('notes').update({ body: 'mine' }).eq('id', shared.data?.id).select();
  assert.deepEqual(hidden.data, []);
  assert.equal((await connect().from('notes').select()).data?.length, 0);
});

test('changes, broadcasts and presence reach who may hear them', async () => {
  const heard: string[] = [];
  const said: unknown[] = [];
  const present: string[] = [];
  const room = ben.client.channel('club:main', { config: { private: true, presence: { key: 'ben' } } });
  room
    .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'notes' }, ({ new: row }) => {
      heard.push((row as { body: string }).body);
    })
    .on('broadcast', { event: 'wave' }, ({ payload }) => said.push(payload))
    .on('presence', { event: 'join' }, ({ key }) => present.push(key));
  const live = new Promise<void>((resolve) => {
    room.on('system', {}, ({ status }: { status: string }) => status === 'ok' && resolve());
  });
  await subscribed(room);
  await live;
  const other = ann.client.channel('club:main', {
    config: { private: true, presence: { key: 'ann' }, broadcast: { ack: true } },
  });
  other.on('presence', { event: 'sync' }, () => undefined);
  await subscribed(other);
  assert.equal(await other.send({ type: 'broadcast', event: 'wave', payload: { from: 'ann' } }), 'ok');
  assert.equal(await other.track({ mood: 'fine' }), 'ok');
  const news = [
    { body: 'secret', shared: false },
    { body: 'news', shared: true },
  ];
  assert.equal((await ann.client.from('notes').insert(news)).error, null);
  await waitFor(() => heard.length > 0 && said.length > 0 && present.includes('ann'), 'everything');
  assert.deepEqual([heard, said], [['news'], [{ from: 'ann' }]]);
  const outsider = connect();
  await assert.rejects(
    subscribed(outsider.channel('club:main', { config: { private: true } })),
    /Unauthorized/,
  );
  disconnect(outsider);
});

test('files: up, listed, signed, down and away, each in a folder of their own', async () => {
  const path = `${ann.user.id}/portrait.txt`;
  const bucket = ann.client.storage.from('pictures');
  assert.equal((await bucket.upload(path, new Blob(['a face'], { type: 'text/plain' }))).error, null);
  assert.deepEqual(
    (await bucket.list(ann.user.id)).data?.map(({ name }) => name),
    ['portrait.txt'],
  );
  const signed = await bucket.createSignedUrl(path, 60);
  assert.equal(await (await fetch(signed.data?.signedUrl ?? '')).text(), 'a face');
  assert.equal(await (await bucket.download(path)).data?.text(), 'a face');
  assert.ok((await ben.client.storage.from('pictures').download(path)).error);
  assert.ok((await ben.client.storage.from('pictures').upload(path, 'mine', { upsert: true })).error);
  assert.equal((await bucket.remove([path])).data?.length, 1);
});

test('a function is run for who has a key or a session', async () => {
  const { data, error } = await ann.client.functions.invoke('greet', { body: { name: 'Ann' } });
  assert.deepEqual([data, error], [{ greeting: 'Hello Ann', url }, null]);
  assert.ok((await ann.client.functions.invoke('nowhere')).error);
  assert.equal((await fetch(`${url}/functions/v1/greet`, { method: 'POST', body: '{}' })).status, 401);
});

test('who signs out everywhere is out everywhere', async () => {
  const elsewhere = connect();
  const { data } = await elsewhere.auth.signInWithPassword({ email: ben.email, password: ben.password });
  await ben.client.auth.signOut({ scope: 'global' });
  const { error } = await elsewhere.auth.getUser(data.session?.access_token);
  assert.equal(error?.name, 'AuthSessionMissingError');
});
