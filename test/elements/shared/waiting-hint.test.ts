import { expect, fixture, html } from '@open-wc/testing';
import { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { hintWhileWaiting } from '../../../src/elements/shared/waiting-hint.ts';
import { waitUntil } from '../../support/wait-until.ts';

describe('an element that waits for its provider', () => {
  const said: string[] = [];
  const { warn } = console;

  before(() => {
    console.warn = (message: string) => said.push(message);
  });

  after(() => {
    console.warn = warn;
  });

  it('tells the developer after a while what is missing, and nothing once it has what it needs', async () => {
    const page = await fixture(html`
      <div>
        <widget-alone></widget-alone>
        <nality-provider><widget-early></widget-early></nality-provider>
        <widget-ready></widget-ready>
        <widget-gone></widget-gone>
      </div>
    `);
    const hint = (tag: string, waits: boolean): (() => void) =>
      hintWhileWaiting(page.querySelector(tag)!, () => waits);
    hint('widget-alone', true);
    hint('widget-early', true);
    hint('widget-ready', false);
    hint('widget-gone', true)();
    await waitUntil(() => said.length >= 2, 'nothing was said');
    expect(said).to.deep.equal([
      'nality: <widget-alone> waits: it is inside no <nality-provider>, and no script tag has data-url and data-key.',
      'nality: <widget-early> waits: the code of its <nality-provider> is not loaded.',
    ]);
  });

  it('names a provider that is not configured', async () => {
    customElements.define('nality-provider', NalityProvider);
    const page = await fixture(html`<nality-provider><widget-unset></widget-unset></nality-provider>`);
    hintWhileWaiting(page.firstElementChild!, () => true);
    await waitUntil(() => said.some((message) => message.includes('widget-unset')), 'silence');
    expect(said.at(-1)).to.contain('has neither url and key nor a client');
  });
});
