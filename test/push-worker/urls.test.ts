import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PushWorkerSettings } from '../../src/push-worker/settings.ts';
import { clickTarget, isSamePage } from '../../src/push-worker/urls.ts';

const target = (url: unknown, settings: PushWorkerSettings = {}): string =>
  clickTarget(url, settings, 'https://family.example/app/');

test('a click opens addresses of the site', () => {
  assert.equal(target('/timeline#e1'), 'https://family.example/timeline#e1');
  assert.equal(target('https://family.example/x?y'), 'https://family.example/x?y');
  assert.equal(target('?chat=1'), 'https://family.example/app/?chat=1');
});

test('a place in the page is one in the site’s own page', () => {
  const settings = { home: '/family?tab=life' };
  assert.equal(target('#nality-event-1', settings), 'https://family.example/family?tab=life#nality-event-1');
  assert.equal(
    target('#nality-event-1&nality-comment-2', settings),
    'https://family.example/family?tab=life#nality-event-1&nality-comment-2',
  );
  assert.equal(target('#e', { home: '/family#top' }), 'https://family.example/family#e');
  assert.equal(target('#nality-event-1'), 'https://family.example/#nality-event-1');
  assert.equal(target('#e', { home: 'https://evil.example/' }), 'https://family.example/#e');
});

test('two addresses are of the same page when they differ after the # alone', () => {
  const page = 'https://family.example/family?tab=life';
  assert.ok(isSamePage(`${page}#a`, `${page}#b`) && isSamePage(page, `${page}#b`));
  for (const other of ['https://family.example/family', `${page}2`, 'https://evil.example/family?tab=life'])
    assert.ok(!isSamePage(page, other), other);
});

test('a click opens addresses of origins that the site allows, and of no others', () => {
  const settings = { origins: ['https://photos.example'] };
  assert.equal(target('https://photos.example/1', settings), 'https://photos.example/1');
  for (const url of [
    'https://photos.example.evil.example/',
    'http://photos.example/',
    'https://photos.example:8443/',
  ])
    assert.equal(target(url, settings), 'https://family.example/', url);
});

test('whatever else a message says leads to the site’s own page', () => {
  for (const url of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    'javascript:alert(1)',
    ' \u0001javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'blob:https://family.example/0b5b3f4e-6f0c-4f0a-9d5b-0123456789ab',
    'http://family.example/',
    'https://family.example@evil.example/',
    'https://user@family.example/',
    'https://',
    undefined,
    null,
    {},
  ]) {
    assert.equal(target(url), 'https://family.example/', String(url));
    assert.equal(target(url, { home: '/family' }), 'https://family.example/family', String(url));
  }
});

test('the site’s own page is one of the site', () => {
  for (const home of ['https://evil.example/', 'javascript:alert(1)', '//evil.example'])
    assert.equal(target(undefined, { home }), 'https://family.example/');
});
