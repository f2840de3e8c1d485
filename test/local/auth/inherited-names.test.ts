import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLibrary } from '../../support/backend-library.ts';
import type { Person, TestBackend } from '../../support/backend.ts';
import { PASSWORD, newEmail } from './people.ts';

const NAME = 'constructor';
const email = newEmail();

let library: TestBackend;
let person: Person;

before(async () => {
  library = await startLibrary();
  await library.admin.storage.createBucket('box', { public: false });
  await library.admin.auth.admin.createUser({ email, password: PASSWORD, email_confirm: true });
  person = await library.signIn(email, PASSWORD);
});
after(() => library.close());

interface Wish {
  method?: string;
  path: string;
  body?: object;
  prefer?: string;
  /** With the secret key instead of a person's token. */
  secret?: boolean;
}

async function ask({ method = 'POST', path, body, prefer, secret = false }: Wish): Promise<[number, object]> {
  const headers = new Headers({ apikey: secret ? library.keys.secret : library.keys.publishable });
  headers.set('authorization', `Bearer ${secret ? library.keys.serviceRoleJwt : person.accessToken}`);
  if (body) headers.set('content-type', 'application/json');
  if (prefer !== undefined) headers.set('prefer', prefer);
  const response = await fetch(`${library.url}/${path}`, {
    ...{ method, headers, redirect: 'manual' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return [response.status, (await response.json()) as object];
}

const refused = (code: number, error_code: string, msg: string): [number, object] => [
  code,
  { code, error_code, msg },
];
const invalid = (msg: string) => refused(400, 'validation_failed', msg);

/** Where a client's text chooses one of several names → the answer to a text that none of them is. */
const ANSWERS: [wish: Wish, answer: [status: number, body: object]][] = [
  [
    { method: 'GET', path: 'rest/v1/books', prefer: `handling=strict, ${NAME}=x` },
    [
      400,
      {
        code: 'PGRST122',
        details: `Invalid preferences: ${NAME}=x`,
        hint: null,
        message: 'Invalid preferences given with handling=strict',
      },
    ],
  ],
  [
    { path: 'storage/v1/object/list-v2/box', body: { sortBy: { column: NAME } }, secret: true },
    [
      400,
      {
        statusCode: '400',
        code: 'InvalidRequest',
        error: 'Error',
        message: 'body/sortBy/column must be equal to one of the allowed values',
      },
    ],
  ],
  [
    { path: 'auth/v1/verify', body: { type: NAME, token_hash: 'x' } },
    invalid('Invalid email verification type'),
  ],
  [
    { path: 'auth/v1/verify', body: { type: NAME, token: '123456', email } },
    refused(403, 'otp_expired', 'Token has expired or is invalid'),
  ],
  [{ path: `auth/v1/logout?scope=${NAME}` }, invalid(`Unsupported logout scope "${NAME}"`)],
  [
    { path: 'auth/v1/admin/generate_link', body: { type: NAME, email }, secret: true },
    invalid(`Invalid email action link type requested: ${NAME}`),
  ],
  [
    { path: 'auth/v1/token?grant_type=id_token', body: { provider: NAME, id_token: 'x' } },
    invalid(`Custom OIDC provider "${NAME}" not allowed`),
  ],
  [
    { path: 'auth/v1/factors', body: { factor_type: NAME } },
    invalid('factor_type needs to be totp, phone, or webauthn'),
  ],
];
for (const [wish, answer] of ANSWERS) {
  const { path, body = {} } = wish;
  test(`none of the names known is one that every object has: ${path} with ${Object.keys(body).join(' and ') || 'no body'}`, async () => {
    assert.deepEqual(await ask(wish), answer);
  });
}

test('an unknown preference that every object has is passed over, as others are', async () => {
  const [status] = await ask({ method: 'GET', path: 'rest/v1/books', prefer: `${NAME}=x` });
  assert.equal(status, 200);
});
