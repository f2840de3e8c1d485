import { expect } from '@open-wc/testing';
import { safeUrl } from '../../../src/elements/shared/safe-url.ts';

const BASE = 'https://site.example/life/page.html';

describe('an address for a link', () => {
  for (const [address, href] of [
    ['https://curie.example/a?b#c', 'https://curie.example/a?b#c'],
    ['http://curie.example', 'http://curie.example/'],
    ['mailto:marie@curie.example', 'mailto:marie@curie.example'],
    ['tel:+33123', 'tel:+33123'],
    ['/drawings/flask.svg', 'https://site.example/drawings/flask.svg'],
    ['other.html', 'https://site.example/life/other.html'],
    ['//evil.example/x', 'https://evil.example/x'],
    ['/\\evil.example', 'https://evil.example/'],
    ['HTTPS://CURIE.example/%6a', 'https://curie.example/%6a'],
    ['https://аррӏе.example', 'https://xn--80ak6aa92e.example/'],
  ] as const) {
    it(`shows ${address} as what it is`, () => expect(safeUrl(address, 'link', BASE)).to.equal(href));
  }

  for (const address of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    'javascript\r:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml,<svg onload=alert(1)>',
    'blob:https://site.example/1',
    'file:///etc/passwd',
    'filesystem:https://x/',
    'view-source:https://x',
    'about:blank',
    'intent://x',
    'https://bank.example@evil.example/',
    'https://a:b@evil.example/',
    'http://',
    'https://[',
    '',
    null,
    undefined,
    7,
    {},
    ['https://x.example'],
  ]) {
    it(`refuses ${JSON.stringify(address)}`, () =>
      expect(safeUrl(address, 'link', BASE)).to.equal(undefined));
  }
});

describe('an address for a picture', () => {
  for (const address of [
    'https://curie.example/a.png',
    'data:image/png;base64,AAAA',
    'DATA:image/PNG;base64,AAAA',
    'data:image/webp,x',
    '/drawings/flask.svg',
  ]) {
    it(`shows ${address}`, () => expect(safeUrl(address, 'image', BASE)).to.be.a('string'));
  }

  for (const address of [
    'http://curie.example/a.png',
    'data:image/svg+xml;base64,AAAA',
    'data:image/svg+xml,<svg/>',
    'data:text/html,x',
    'data:image/pngx,x',
    'mailto:x@y',
    'tel:1',
    'blob:https://site.example/1',
    'javascript:alert(1)',
    'https://a@b.example/x.png',
    'data:,x',
  ]) {
    it(`refuses ${address}`, () => expect(safeUrl(address, 'image', BASE)).to.equal(undefined));
  }

  it('comes over plain http from the page’s own origin alone', () => {
    expect(safeUrl('/a.png', 'image', 'http://127.0.0.1:4000/')).to.equal('http://127.0.0.1:4000/a.png');
    expect(safeUrl('http://127.0.0.1:4001/a.png', 'image', 'http://127.0.0.1:4000/')).to.equal(undefined);
  });
});
