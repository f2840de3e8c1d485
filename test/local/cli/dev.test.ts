import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { spawnBackend } from '../../support/backend-process.ts';
import type { BackendProcess } from '../../support/backend-process.ts';

let backend: BackendProcess;
let url: string;
before(async () => {
  backend = spawnBackend(['--memory']);
  url = await backend.ready;
});
after(() => backend.end('SIGTERM'));

/** What the command printed at the place of the group. */
function printed(pattern: RegExp): string {
  const found = pattern.exec(backend.output())?.[1];
  assert.ok(found, `${pattern} is not in:\n${backend.output()}`);
  return found;
}

function connect(key: string): SupabaseClient {
  return createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
}

test('the accounts and the password that it prints are good for signing in', async () => {
  const password = printed(/Accounts, password (\S+)/);
  const emails = [...backend.output().matchAll(/(\S+@\S+\.test)/g)].map(([, email = '']) => email);
  assert.ok(emails.length > 1);
  for (const email of emails) {
    const client = connect(printed(/Publishable key\s+(\S+)/));
    assert.equal((await client.auth.signInWithPassword({ email, password })).error, null, email);
  }
});

test('the widgets’ own schema and seed are there for who has signed in', async () => {
  const client = connect(printed(/Publishable key\s+(\S+)/));
  const password = printed(/Accounts, password (\S+)/);
  const { data } = await client.auth.signInWithPassword({ email: 'marie@curie.test', password });
  const events = await client
    .from('life_events')
    .select('id')
    .eq('user_id', data.user?.id ?? '');
  assert.ok((events.data?.length ?? 0) > 10, JSON.stringify(events));
});

test('its secret keys, the new one and the older one, are an administrator’s', async () => {
  for (const key of [printed(/Secret key\s+(\S+)/), printed(/service_role\s+(\S+)/)]) {
    const { data, error } = await connect(key).auth.admin.listUsers();
    assert.equal(error, null);
    assert.ok(data.users.length > 1);
  }
});

test('its keys for everybody, the new one and the older one, read nobody’s private life', async () => {
  for (const key of [printed(/Publishable key\s+(\S+)/), printed(/anon\s+(ey\S+)/)]) {
    const { data, error } = await connect(key).from('users').select();
    assert.deepEqual([data ?? [], error?.code], [[], '42501']);
  }
});
