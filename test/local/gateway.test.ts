import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { startLibrary } from '../support/backend-library.ts';
import type { TestBackend } from '../support/backend.ts';

let library: TestBackend;
before(async () => (library = await startLibrary()));
after(() => library.close());

async function send(options: RequestOptions, body = ''): Promise<[IncomingMessage, string]> {
  const sent = request(library.url, options);
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return [response, await text(response)];
}

test('an answer that comes before the request was read leaves the connection to the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const large = JSON.stringify({ title: 'x'.repeat(600_000) });
  const headers = { 'content-type': 'application/json' };
  for (let turn = 0; turn < 3; turn += 1) {
    const [refused] = await send({ method: 'POST', path: '/rest/v1/books', headers, agent }, large);
    assert.equal(refused.statusCode, 401);
    const [healthy] = await send({ path: '/healthz', agent });
    assert.equal(healthy.statusCode, 200);
  }
  agent.destroy();
});

test('a page of another site that points a name of its own here is not answered', async () => {
  for (const path of ['/healthz', '/_local/mail', '/rest/v1/books', '/functions/v1/x']) {
    const [response] = await send({
      path,
      headers: { host: 'evil.example', apikey: library.keys.publishable },
    });
    assert.equal(response.statusCode, 403, path);
  }
  for (const host of ['localhost:54321', '127.0.0.1', '[::1]:1', 'project.localhost']) {
    const [response] = await send({ path: '/healthz', headers: { host } });
    assert.equal(response.statusCode, 200, host);
  }
});

test('the mails are for whoever sits here, not for pages', async () => {
  const headers = { origin: 'http://evil.example' };
  const [mails] = await send({ path: '/_local/mail', headers });
  assert.deepEqual([mails.statusCode, mails.headers['access-control-allow-origin']], [200, undefined]);
  const [asked] = await send({ method: 'OPTIONS', path: '/_local/mail', headers });
  assert.equal(asked.headers['access-control-allow-origin'], undefined);
  const [health] = await send({ path: '/healthz', headers });
  assert.equal(health.headers['access-control-allow-origin'], '*');
});

test('what is no request is told so', async () => {
  const [response, body] = await send({ path: '//' });
  assert.equal(response.statusCode, 400);
  assert.match(body, /no request that can be answered/);
});
