import { expect, fixture, html } from '@open-wc/testing';
import { moduleTag, readScriptTag } from '../../../src/cdn/script-tag.ts';

function script(attributes: Record<string, string>): HTMLScriptElement {
  const element = document.createElement('script');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

describe('the settings of a script tag', () => {
  it('are what the site owner wrote', () => {
    const tag = script({
      'data-url': 'https://x.example',
      'data-key': 'k',
      'data-auth': 'none',
      'data-changes': 'broadcast',
      'data-lang': 'fr',
    });
    const settings = { url: 'https://x.example', key: 'k', auth: 'none', changes: 'broadcast' };
    expect(readScriptTag(tag)).to.deep.equal({ settings, lang: 'fr', load: [] });
  });

  it('are none when the tag only loads the widgets', () => {
    expect(readScriptTag(script({}))).to.deep.equal({ settings: undefined, lang: '', load: [] });
    expect(readScriptTag(undefined)).to.deep.equal({ settings: undefined, lang: '', load: [] });
  });

  it('name what is to be loaded, with spaces or commas between', () => {
    const load = (written: string): readonly string[] => readScriptTag(script({ 'data-load': written })).load;
    expect(load(' timeline  nality-chat,\n comments ')).to.deep.equal([
      'timeline',
      'nality-chat',
      'comments',
    ]);
    expect(load('')).to.deep.equal([]);
  });

  it('never come from what a script of the page put on all objects', () => {
    const shared = Object.prototype as unknown as Record<string, unknown>;
    try {
      shared['url'] = shared['key'] = 'https://evil.example';
      expect(readScriptTag(script({})).settings).to.equal(undefined);
      expect(readScriptTag(undefined).settings).to.equal(undefined);
    } finally {
      delete shared['url'];
      delete shared['key'];
    }
  });
});

describe('the script tag of a module', () => {
  const type = 'text/plain'; // A script of this type does not run, also when its type is changed later.

  it('is the one with its address, and of two such the one with settings', async () => {
    const page = await fixture(html`<div></div>`);
    const bare = script({ src: '/own.js', type });
    const configured = script({ src: '/own.js', type, 'data-url': 'u', 'data-key': 'k' });
    page.append(bare, configured);
    for (const tag of [bare, configured]) tag.type = 'module';
    expect(moduleTag(bare.src)).to.equal(configured);
    configured.remove();
    expect(moduleTag(bare.src)).to.equal(bare);
  });

  it('is the only one with settings after a redirect, and nobody’s when there are several', async () => {
    const page = await fixture(html`<div></div>`);
    const first = script({ src: '/latest.js', type, 'data-url': 'u', 'data-key': 'k' });
    const second = script({ src: '/other.js', type, 'data-url': 'u', 'data-key': 'k' });
    page.append(first, second);
    for (const tag of [first, second]) tag.type = 'module';
    expect(moduleTag('https://cdn.example/1.2.3/nality.js')).to.equal(undefined);
    second.remove();
    expect(moduleTag('https://cdn.example/1.2.3/nality.js')).to.equal(first);
  });

  it('is a script, whatever else the page calls so', async () => {
    await fixture(
      html`<img name="currentScript" src="data:," />
        <form name="scripts"></form>`,
    );
    expect(moduleTag('https://cdn.example/nality.js')).to.equal(undefined);
  });
});
