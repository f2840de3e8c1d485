import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FaultProxy, Faults } from '../../demo/server/fault-proxy.ts';
import { startPages, type Pages } from '../../demo/server/pages.ts';

function recordingProxy(): FaultProxy & { drops: number } {
  const faults: Faults = { cut: false, latency: 0, stalled: 'none', rate: 0 };
  return {
    url: 'http://127.0.0.1:1',
    drops: 0,
    faults: () => ({ ...faults }),
    set: (change) => void Object.assign(faults, change),
    dropSockets() {
      return ++this.drops;
    },
    suffered: () => 0,
    close: async () => {},
  };
}

/** Sends what `fetch` would mend: the path as it stands, and headers of one's own choice. */
function raw(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { path, headers, method }, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });
}

describe('the page server', () => {
  const marie = recordingProxy();
  let root: string;
  let pages: Pages;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'nality-pages-'));
    await mkdir(join(root, 'site/embed'), { recursive: true });
    await writeFile(join(root, 'site/embed/index.html'), '<p data-url="{{url}}" data-x="{{unknown}}"></p>');
    await writeFile(join(root, 'site/main.ts'), 'export const one: number = 1;');
    await writeFile(join(root, 'secret.txt'), 'not for you');
    pages = await startPages({
      port: 0,
      folders: { '/': join(root, 'site') },
      policies: { '/': "default-src 'self'", '/embed/': '', '/embed/strict.html': "default-src 'none'" },
      values: { url: 'http://backend' },
      settings: { key: 'k' },
      proxies: { marie },
    });
  });

  after(async () => {
    await pages.close();
    await rm(root, { recursive: true });
  });

  test('fills the known placeholders of a page in and leaves the others', async () => {
    const response = await fetch(`${pages.url}/embed/`);
    assert.equal(await response.text(), '<p data-url="http://backend" data-x="{{unknown}}"></p>');
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  });

  test('sends with everything the policy of its path, of the longest that fits', async () => {
    const policyOf = async (path: string): Promise<string | null> =>
      (await fetch(pages.url + path)).headers.get('content-security-policy');
    for (const path of ['/main.ts', '/demo.json', '/nowhere', '/faults/marie'])
      assert.equal(await policyOf(path), "default-src 'self'", path);
    assert.equal(await policyOf('/embed/'), null);
    assert.equal(await policyOf('/embed/strict.html'), "default-src 'none'");
  });

  test('serves TypeScript as JavaScript', async () => {
    const response = await fetch(`${pages.url}/main.ts`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/javascript/);
    assert.match(await response.text(), /export const one = 1;/);
  });

  test('serves nothing from outside its folders', async () => {
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/embed/..%2f..%2fsecret.txt', '/%']) {
      assert.ok([400, 404].includes(await raw(pages.url, path)), path);
    }
  });

  test('steers a connection and answers how it is', async () => {
    const post = async (body: string): Promise<Response> =>
      fetch(`${pages.url}/faults/marie`, { method: 'POST', body });
    const others = { stalled: 'none', rate: 0 };
    const slow = { cut: false, latency: 2000, ...others };
    assert.deepEqual(await (await post('{"cut":true}')).json(), { cut: true, latency: 0, ...others });
    assert.deepEqual(await (await post('{"cut":false,"latency":2000}')).json(), slow);
    assert.deepEqual(await (await fetch(`${pages.url}/faults/marie`)).json(), slow);
    await post('{"drop":true}');
    assert.equal(marie.drops, 1);
    assert.equal((await post('{"latency":-1,"cut":"yes"}')).status, 200);
    assert.deepEqual(marie.faults(), slow);
    assert.equal((await post('{')).status, 400);
    assert.equal((await fetch(`${pages.url}/faults/nobody`)).status, 404);
    assert.equal((await fetch(`${pages.url}/faults/constructor`)).status, 404);
  });

  test('is not steered by the pages of strangers', async () => {
    const before = marie.faults();
    assert.equal(await raw(pages.url, '/faults/marie', { 'sec-fetch-site': 'cross-site' }, 'POST'), 403);
    assert.equal(await raw(pages.url, '/faults/marie', { host: 'rebound.example' }), 421);
    assert.deepEqual(marie.faults(), before);
  });
});
