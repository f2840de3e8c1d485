import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createECDH } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createVapidKeys } from '../../../src/local/cli/vapid.ts';

const CLI = fileURLToPath(new URL('../../../src/local/cli.ts', import.meta.url));

test('the keys are a pair of P-256, new every time', () => {
  const { publicKey, privateKey } = createVapidKeys();
  const own = createECDH('prime256v1');
  own.setPrivateKey(privateKey, 'base64url');
  assert.equal(own.getPublicKey('base64url'), publicKey);
  assert.equal(Buffer.from(publicKey, 'base64url').length, 65);
  assert.notEqual(createVapidKeys().privateKey, privateKey);
});

test('the command prints the keys and the commands that set them as secrets', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'vapid']);
  const [, publicKey] = /Public key {3}(\S{87})\n/.exec(stdout) ?? [];
  const [, privateKey] = /Private key {2}(\S{43})\n/.exec(stdout) ?? [];
  assert.ok(publicKey && privateKey);
  assert.ok(stdout.includes(`supabase secrets set VAPID_PUBLIC_KEY=${publicKey}`));
  assert.ok(stdout.includes(`VAPID_PRIVATE_KEY=${privateKey} VAPID_SUBJECT=mailto:`));
});
