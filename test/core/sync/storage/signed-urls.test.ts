import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSignedUrls } from '../../../../src/core/sync/storage/signed-urls.ts';
import { fakeEnvironment, settle } from '../../../support/fake-environment.ts';
import { fakeRemote } from '../../../support/fake-remote.ts';

/** Addresses from a server that a test plays. */
function open() {
  const asked: string[][] = [];
  const server = { fails: false, knows: (_path: string): boolean => true };
  const answer: typeof fetch = async (_url, init) => {
    const { paths } = JSON.parse(String(init?.body)) as { paths: string[] };
    asked.push(paths);
    if (server.fails) throw new TypeError('no line');
    const signed = paths.map((path) => ({
      path,
      signedURL: server.knows(path) ? `/object/sign/${path}?token=${asked.length}` : null,
    }));
    return new Response(JSON.stringify(signed));
  };
  const environment = Object.assign(fakeEnvironment(), { fetch: answer });
  const remote = Object.assign(fakeRemote(), {
    service: async (path: string) => ({ url: `https://project.example${path}`, headers: { apikey: 'key' } }),
  });
  const urls = createSignedUrls({
    bucket: 'files',
    remote,
    environment,
    until: new AbortController().signal,
  });
  const pass = async (ms: number): Promise<void> => {
    await environment.advance(ms);
    await settle();
  };
  return { asked, server, urls, pass, environment };
}

const url = (path: string, nr: number): string =>
  `https://project.example/storage/v1/object/sign/${path}?token=${nr}`;

test('the addresses of one moment are asked for together, and told', async () => {
  const { asked, urls, pass } = open();
  const before = urls.version.get();
  assert.deepEqual([urls.get('a'), urls.get('b'), urls.get('a')], [undefined, undefined, undefined]);
  await pass(50);
  assert.deepEqual(asked, [['a', 'b']]);
  assert.deepEqual([urls.get('a'), urls.get('b')], [url('a', 1), url('b', 1)]);
  assert.notEqual(urls.version.get(), before);
});

test('an address is kept until shortly before it expires, and shown until the new one is there', async () => {
  const { asked, urls, pass } = open();
  urls.get('a');
  await pass(50);
  await pass(54 * 60_000);
  urls.get('a');
  await pass(50);
  assert.equal(asked.length, 1);
  await pass(2 * 60_000);
  assert.equal(urls.get('a'), url('a', 1));
  await pass(50);
  assert.equal(urls.get('a'), url('a', 2));
});

test('an address that does not work any more is asked for anew', async () => {
  const { urls, pass } = open();
  urls.get('a');
  await pass(50);
  await pass(61_000);
  urls.failed('a');
  assert.equal(urls.isBroken('a'), false);
  assert.equal(urls.get('a'), undefined);
  await pass(50);
  assert.equal(urls.get('a'), url('a', 2));
});

test('what a fresh address leads to and does not load is broken: that is told, and nothing is asked any more', async () => {
  const { asked, urls, pass } = open();
  urls.get('a');
  await pass(50);
  await pass(61_000);
  urls.failed('a');
  urls.get('a');
  await pass(50);
  assert.equal(asked.length, 2);
  const before = urls.version.get();
  urls.failed('a');
  assert.equal(urls.isBroken('a'), true);
  assert.notEqual(urls.version.get(), before);
  urls.get('a');
  await pass(11_000);
  urls.get('a');
  await pass(50);
  assert.equal(asked.length, 2);
});

test('what is broken is tried again when the page wakes: it may have been the line', async () => {
  const { asked, urls, pass, environment } = open();
  urls.get('a');
  await pass(50);
  urls.failed('a');
  const before = urls.version.get();
  environment.online.set(false);
  environment.online.set(true);
  assert.equal(urls.isBroken('a'), false);
  assert.notEqual(urls.version.get(), before);
  assert.equal(urls.get('a'), url('a', 1));
  assert.equal(asked.length, 1);
});

test('what cannot be had is asked for again after a pause, not before', async () => {
  const { asked, server, urls, pass } = open();
  server.fails = true;
  const before = urls.version.get();
  urls.get('a');
  await pass(50);
  urls.get('a');
  await pass(50);
  assert.equal(asked.length, 1);
  server.fails = false;
  await pass(11_000);
  assert.notEqual(urls.version.get(), before);
  urls.get('a');
  await pass(50);
  assert.equal(urls.get('a'), url('a', 2));
});

test('what I may not see has no address', async () => {
  const { server, urls, pass } = open();
  server.knows = (path) => path !== 'secret';
  urls.get('secret');
  urls.get('mine');
  await pass(50);
  assert.deepEqual([urls.get('secret'), urls.get('mine')], [undefined, url('mine', 1)]);
});
