import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownOf } from '../../src/push-worker/message.ts';
import type { PushWorkerSettings } from '../../src/push-worker/settings.ts';

const BASE = 'https://family.example/app/';
const of = (message: unknown, settings: PushWorkerSettings = {}) =>
  shownOf(typeof message === 'string' ? message : JSON.stringify(message), settings, BASE);

test('a message is shown with its texts, once per notification', () => {
  assert.deepEqual(
    of({ nality: 1, id: 'n1', title: 'Irène commented', body: 'Oh!', url: '/#e1', lang: 'en' }),
    {
      title: 'Irène commented',
      options: { body: 'Oh!', tag: 'n1', lang: 'en', data: { nality: true, url: '/#e1' } },
    },
  );
});

test('what it tells is said in the language of the browser where there are words, else as the message says it', () => {
  const message = { nality: 1, title: 'Ève changed “Radium”', kind: 'edit', who: 'Ève', what: 'Radium' };
  const said = (language: string, more: object = {}): (string | undefined)[] => {
    const shown = shownOf(JSON.stringify({ ...message, ...more }), {}, BASE, language);
    return [shown?.title, shown?.options.lang];
  };
  assert.deepEqual(said('de-AT'), ['Ève hat „Radium“ geändert', 'de']);
  assert.deepEqual(said('de', { kind: 'answer', who: '' }), ['Der Interviewer hat dir geantwortet', 'de']);
  const own = [message.title, undefined];
  for (const language of ['en', 'fr', '', 'constructor']) assert.deepEqual(said(language), own, language);
  for (const more of [{ kind: 'birthday' }, { kind: 'toString' }, { kind: 7 }, { who: '' }, { who: {} }])
    assert.deepEqual(said('de', more), own, JSON.stringify(more));
  assert.equal(said('de', { what: 'x'.repeat(900) })[0]?.length, 200);
});

test('markup is text, and a message chooses no picture, no buttons and no sound', () => {
  const title = '<img src=x onerror=alert(1)>';
  const shown = of({
    nality: 1,
    title,
    icon: 'https://evil.example/x.png',
    actions: [{}],
    requireInteraction: true,
  });
  assert.deepEqual(shown, { title, options: { body: '', data: { nality: true, url: undefined } } });
});

test('what cannot be read is shown in the site’s words: browsers punish who shows nothing', () => {
  for (const text of [
    '',
    'no json',
    '"text"',
    '7',
    'null',
    '{"nality":1}',
    '{"nality":1,"title":7,"id":{}}',
  ]) {
    assert.equal(of(text)?.title, 'New notification', text);
    assert.equal(of(text, { title: 'News of the family' })?.title, 'News of the family', text);
  }
  assert.equal(shownOf(undefined, {}, BASE)?.title, 'New notification');
});

test('a message in a format of the site’s own is left to the site', () => {
  assert.equal(of({ title: 'Your parcel is here' }), undefined);
  assert.equal(of({ nality: 2, title: 'x' }), undefined);
  assert.equal(of('{"__proto__": {"nality": 1}}'), undefined);
});

test('texts are cut before they are a burden', () => {
  const shown = of({ nality: 1, id: 'i'.repeat(1e5), title: 't'.repeat(1e5), body: 'b'.repeat(1e5) });
  assert.deepEqual(
    [shown?.title.length, shown?.options.body.length, shown?.options.tag?.length],
    [200, 500, 100],
  );
});

test('pictures are of the site, or come over https', () => {
  const icon = (url: unknown) => of({ nality: 1 }, { icon: url as string })?.options.icon;
  assert.equal(icon('icon.png'), 'https://family.example/app/icon.png');
  assert.equal(icon('https://cdn.example/icon.png'), 'https://cdn.example/icon.png');
  for (const url of [
    'http://cdn.example/x.png',
    'javascript:alert(1)',
    'data:image/svg+xml,x',
    'https://a@b.example/',
    7,
  ])
    assert.equal(icon(url), undefined, String(url));
});
