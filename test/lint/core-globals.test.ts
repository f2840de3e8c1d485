import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brokenRules } from './lint.ts';

const FILE = 'src/core/sync/a.ts';

const FORBIDDEN = [
  'self.name',
  'globalThis.name',
  'window.name',
  'document.title',
  'navigator.onLine',
  'location.href',
  'indexedDB.databases()',
  'localStorage.length',
  'sessionStorage.length',
  'caches.keys()',
  'crypto.randomUUID()',
  "fetch('/')",
  "new WebSocket('wss://example.test')",
  "new BroadcastChannel('tabs')",
  'setTimeout(Boolean, 1)',
  'setInterval(Boolean, 1)',
  'clearTimeout(1)',
  'performance.now()',
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  'AbortSignal.timeout(1)',
  'process.env',
  "console.info('hello')",
  'importScripts()',
  'requestAnimationFrame(Boolean)',
  'new XMLHttpRequest()',
  'new Worker("a.js")',
  'postMessage(1)',
];

const ALLOWED = [
  'new AbortController()',
  'AbortSignal.any([])',
  'new Date(0)',
  'Date.parse("1867-11-07")',
  'Math.max(1, 2)',
  'structuredClone({})',
  'new URL("https://example.test")',
  'new Intl.DateTimeFormat("fr")',
  'queueMicrotask(() => undefined)',
  'Promise.resolve()',
];

describe('globals of the core', () => {
  for (const expression of FORBIDDEN) {
    it(`go through the environment: ${expression}`, async () => {
      assert.notDeepEqual(await brokenRules(FILE, `export const a: unknown = ${expression};`), []);
    });
  }

  for (const expression of ALLOWED) {
    it(`may be used when they are the same everywhere: ${expression}`, async () => {
      assert.deepEqual(await brokenRules(FILE, `export const a: unknown = ${expression};`), []);
    });
  }

  it('are free outside of the core', async () => {
    assert.deepEqual(
      await brokenRules('src/browser/a.ts', 'export const now = (): number => Date.now();'),
      [],
    );
  });
});

describe('calls on the client', () => {
  const channel = "client.channel('a');\ndeclare const client: { channel(name: string): void };";
  const rows = "client.from('a');\ndeclare const client: { from(name: string): void };";

  it('opens channels in one place', async () => {
    assert.deepEqual(await brokenRules(FILE, channel), ['no-restricted-syntax']);
    assert.deepEqual(await brokenRules('src/core/sync/channel.ts', channel), []);
    assert.deepEqual(await brokenRules('src/core/sync/remote.ts', channel), ['no-restricted-syntax']);
  });

  it('speaks to tables in one place', async () => {
    assert.deepEqual(await brokenRules(FILE, rows), ['no-restricted-syntax']);
    assert.deepEqual(await brokenRules('src/core/sync/remote.ts', rows), []);
    assert.deepEqual(await brokenRules('src/core/sync/channel.ts', rows), ['no-restricted-syntax']);
  });
});
