import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startLibrary } from '../support/backend-library.ts';
import type { Person, TestBackend } from '../support/backend.ts';

let library: TestBackend;
let ada: Person;

before(async () => {
  library = await startLibrary();
  ada = await library.createPerson('Ada');
});
after(() => library.close());

const server = () => library.admin.storage.from('rules');
const client = () => ada.client.storage.from('rules');

/** Policies for the verbs, and nothing else, hold from now on; `check` is the rule of each. */
async function allow(verbs: string[], check = 'true'): Promise<void> {
  const rules = verbs.map((verb) => {
    const clauses = verb === 'insert' ? `with check (${check})` : `using (${check})`;
    return `create policy "rules ${verb}" on storage.objects for ${verb} to authenticated ${clauses};`;
  });
  const drops = ['select', 'insert', 'update', 'delete'].map(
    (verb) => `drop policy if exists "rules ${verb}" on storage.objects;`,
  );
  await library.backend.database.exec([...drops, ...rules].join('\n'));
}

beforeEach(async () => {
  await library.admin.storage.createBucket('rules', { public: false });
  await server().upload('old.txt', 'old', { upsert: true });
  await server().remove(['new.txt', 'copy.txt', 'moved.txt']);
});

const DENIED = ['403', 'new row violates row-level security policy'];
const MISSING = ['404', 'Object not found'];

/** How the call was refused: what the body says as status, and why; null when it was not. */
async function refusal(call: PromiseLike<{ error: unknown }>): Promise<(string | undefined)[] | null> {
  const { error } = (await call) as { error: { statusCode?: string; message?: string } | null };
  return error && [error.statusCode, error.message];
}

const CALLS: Record<string, () => PromiseLike<{ error: unknown }>> = {
  upload: () => client().upload('new.txt', 'new'),
  upsert: () => client().upload('old.txt', 'newer', { upsert: true }),
  update: () => client().update('old.txt', 'newer'),
  'sign an upload': () => client().createSignedUploadUrl('signed.txt'),
  download: () => client().download('old.txt').asStream(),
  info: () => client().info('old.txt'),
  sign: () => client().createSignedUrl('old.txt', 60),
  move: () => client().move('old.txt', 'moved.txt'),
  copy: () => client().copy('old.txt', 'copy.txt'),
};

/** What each set of rights allows, and how the rest is refused. */
const RULES: [verbs: string[], allowed: string[], refused: Record<string, string[]>][] = [
  [
    ['insert'],
    ['upload', 'sign an upload'],
    { upsert: DENIED, update: DENIED, sign: MISSING, move: MISSING, copy: MISSING },
  ],
  [['insert', 'update'], ['upload'], { upsert: DENIED, update: DENIED }],
  [['insert', 'select'], ['upload', 'info', 'sign', 'copy'], { upsert: DENIED, move: MISSING }],
  [['insert', 'select', 'update'], ['upload', 'upsert', 'update', 'move'], {}],
  [
    ['select'],
    ['download', 'info', 'sign'],
    { upload: DENIED, upsert: DENIED, 'sign an upload': DENIED, copy: DENIED, move: MISSING },
  ],
  [['update', 'delete'], [], { upload: DENIED, update: DENIED, info: MISSING, move: MISSING }],
];

for (const [verbs, allowed, refused] of RULES) {
  test(`the right to ${verbs.join(' and ')} allows ${allowed.join(', ') || 'nothing'}`, async () => {
    await allow(verbs);
    for (const [name, reason] of Object.entries(refused)) {
      assert.deepEqual(await refusal(CALLS[name]?.() ?? Promise.reject()), reason, name);
    }
    for (const name of allowed) {
      assert.equal(await refusal(CALLS[name]?.() ?? Promise.reject()), null, name);
    }
  });
}

test('to remove takes the right to delete and to read; what may not be removed stays', async () => {
  const removed = async () => (await client().remove(['old.txt'])).data?.length;
  for (const verbs of [['select'], ['delete']]) {
    await allow(verbs);
    assert.equal(await removed(), 0);
  }
  const one = await fetch(`${library.url}/storage/v1/object/rules/old.txt`, {
    method: 'DELETE',
    headers: { apikey: library.keys.publishable, authorization: `Bearer ${ada.accessToken}` },
  });
  assert.deepEqual(await one.json(), {
    statusCode: '403',
    code: 'AccessDenied',
    error: 'Unauthorized',
    message: 'Access denied',
  });
  await allow(['select', 'delete']);
  assert.equal(await removed(), 1);
});

test('a refused upload leaves what was there', async () => {
  await allow(['insert', 'update']);
  await client().upload('old.txt', 'newer', { upsert: true });
  assert.equal(await (await server().download('old.txt')).data?.text(), 'old');
});

test('what moves becomes the mover’s, and must be allowed where it goes', async () => {
  await allow(['select', 'insert', 'update'], `name in ('old.txt', 'moved.txt')`);
  assert.deepEqual(await refusal(client().move('old.txt', 'new.txt')), DENIED);
  assert.equal(await refusal(client().move('old.txt', 'moved.txt')), null);
  const { rows } = await library.backend.database.query(
    `select owner_id from storage.objects where name = 'moved.txt'`,
  );
  assert.deepEqual(rows, [{ owner_id: ada.id }]);
});

test('a policy may ask what is being done, and what is said of the file', async () => {
  await allow(['select'], `storage.allow_only_operation('object.sign')`);
  assert.equal(await refusal(client().createSignedUrl('old.txt', 60)), null);
  assert.deepEqual(await refusal(client().info('old.txt')), MISSING);
  assert.deepEqual((await client().list()).data, []);
  await allow(['insert'], `metadata ->> 'mimetype' = 'text/csv' and user_metadata ->> 'by' = 'Ada'`);
  const options = { contentType: 'text/csv', metadata: { by: 'Ada' } };
  assert.deepEqual(
    await refusal(client().upload('new.txt', 'x', { ...options, contentType: 'text/plain' })),
    DENIED,
  );
  assert.equal(await refusal(client().upload('new.txt', 'x', options)), null);
});
