import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPassword } from '../../../src/local/auth/checks.ts';
import { readAuthConfig } from '../../../src/local/auth/config.ts';
import { parseDuration } from '../../../src/local/auth/duration.ts';
import { isAllowed } from '../../../src/local/auth/redirects.ts';
import { readConfigFile } from '../../../src/local/project/config-file.ts';
import { OUR_PROJECT } from '../../../src/local/project/project.ts';

const config = await readAuthConfig(await readConfigFile(OUR_PROJECT), OUR_PROJECT);

test('a project is configured by its config.toml, and by the defaults of the Supabase CLI', async () => {
  const { siteUrl, anonymous, emailConfirmations } = config;
  assert.deepEqual([siteUrl, anonymous, emailConfirmations], ['http://127.0.0.1:5173', true, false]);
  assert.deepEqual(await readAuthConfig({}, '/nowhere'), {
    siteUrl: 'http://127.0.0.1:3000',
    redirectUrls: [],
    jwtExpiry: 3600,
    refreshTokenRotation: true,
    refreshTokenReuse: 10,
    signup: true,
    anonymous: false,
    minimumPasswordLength: 6,
    passwordCharacters: [],
    email: true,
    emailConfirmations: false,
    doubleConfirmChanges: true,
    securePasswordChange: false,
    mailInterval: 1,
    otpLength: 6,
    otpExpiry: 3600,
    signingKeys: [],
  });
});

/** A wrong value → what the message says of it. */
const WRONG: [auth: object, message: string][] = [
  [{ site_url: 1 }, '[auth] site_url must be a text in quotes.'],
  [{ jwt_expiry: '3600' }, '[auth] jwt_expiry must be a whole number of at least 0.'],
  [
    { password_requirements: 'constructor' },
    '[auth] password_requirements must be "" or "letters_digits" or ',
  ],
  [{ email: { max_frequency: 'soon' } }, '[auth.email] max_frequency must be a duration such as "1s".'],
  [{ email: true }, '[auth.email] must be a table.'],
];
for (const [auth, message] of WRONG) {
  test(`a wrong value is named: ${JSON.stringify(auth)}`, async () => {
    await assert.rejects(readAuthConfig({ auth }, '/nowhere'), ({ message: said }: Error) =>
      said.startsWith(`config.toml: ${message}`),
    );
  });
}

test('durations are those of Go', () => {
  assert.equal(parseDuration('1h30m'), 5400);
  assert.equal(parseDuration('1.5s'), 1.5);
  assert.equal(parseDuration('300ms'), 0.3);
  assert.equal(parseDuration('0'), 0);
  for (const text of ['', 'soon', '5', '1d', '1h x']) assert.equal(parseDuration(text), undefined, text);
});

test('patterns say where people may be sent', () => {
  const allows = (redirectUrls: string[], address: string) =>
    isAllowed(address, { ...config, siteUrl: 'https://site.example', redirectUrls });
  assert.ok(allows([], 'https://site.example/anywhere'));
  assert.ok(!allows([], 'https://site.example:8443/'));
  assert.ok(!allows([], 'http://site.example/'));
  assert.ok(allows([], 'http://127.0.0.1:4000/x'));
  assert.ok(!allows(['**'], 'http://10.0.0.1/'));
  assert.ok(!allows(['**'], 'http://167772161/'));
  assert.ok(allows(['https://*.example/*'], 'https://a.example/b'));
  assert.ok(!allows(['https://*.example/*'], 'https://a.b.example/c'));
  assert.ok(!allows(['https://*.example/*'], 'https://a.example/b/c'));
  assert.ok(allows(['https://*.example/**'], 'https://a.example/b/c?d=e.f#g'));
  assert.ok(allows(['https://{a,b}.example/?'], 'https://b.example/x'));
  assert.ok(!allows(['https://{a,b}.example/?'], 'https://c.example/x'));
  assert.ok(allows(['https://v[0-9].example/'], 'https://v1.example/'));
  assert.ok(!allows(['https://v[!0-9].example/'], 'https://v1.example/'));
  assert.ok(allows(['com.app://open'], 'com.app://open'));
  assert.ok(!allows(['**'], '\thttps://elsewhere.example/'));
});

test('a password has the characters that the project asks for', () => {
  const strict = { ...config, passwordCharacters: ['abc', '123'] };
  assert.throws(() => checkPassword('aaaaaa', strict), {
    code: 'weak_password',
    details: { weak_password: { reasons: ['characters'] } },
  });
  assert.throws(() => checkPassword('x', strict), {
    details: { weak_password: { reasons: ['length', 'characters'] } },
  });
  checkPassword('aaaaa1', strict);
});
