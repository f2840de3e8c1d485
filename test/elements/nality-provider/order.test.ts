import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import { ABI_KEY } from '../../../src/elements/shared/context.ts';
import { defineElement } from '../../../src/elements/shared/define-element.ts';
import { page } from '../../../src/elements/shared/page.ts';
import { providePage } from '../../../src/elements/shared/page-provider.ts';
import { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { AsksProvider } from '../../support/asks-provider.ts';
import { useFakeCores, type FakeCore } from '../../support/fake-core.ts';

const URL = 'https://project.example';
const KEY = 'sb_publishable_test';

async function settled(): Promise<void> {
  await aTimeout(0);
  await aTimeout(0);
}

/** The tests of this file run in the order in which a page comes to be: nothing is defined at first. */
describe('a page whose scripts come in any order', () => {
  let cores: FakeCore[];
  let inner: AsksProvider;
  let outside: AsksProvider;

  before(async () => {
    cores = useFakeCores();
    customElements.define('asks-provider', AsksProvider);
    const early = await fixture(
      html`<div>
        <asks-provider id="outside"></asks-provider>
        <nality-provider url=${URL} key=${KEY} auth="anonymous"
          ><asks-provider id="inner"></asks-provider
        ></nality-provider>
      </div>`,
    );
    [outside, inner] = [early.querySelector('#outside')!, early.querySelector('#inner')!];
    const stay = document.createElement('main');
    document.body.append(stay);
    stay.append(early);
  });

  it('lets elements wait for a provider that is not defined yet', async () => {
    await settled();
    expect(inner.nality.state.name).to.equal('waiting');
  });

  it('answers from the script tag what is below no provider, and only that', async () => {
    const ready = oneEvent(window, 'nality-ready');
    providePage({ url: URL, key: KEY, auth: 'none' }, 'fr');
    expect(await ready).to.have.property('nality', cores[0]);
    await settled();
    expect(outside.options).to.have.property('auth', 'none');
    expect(outside.nality.lang).to.equal('fr');
    expect(inner.nality.state.name).to.equal('waiting');
  });

  it('keeps the first of two script tags', async () => {
    providePage({ url: 'https://other.example', key: KEY }, '');
    await settled();
    expect(outside.nality.core).to.equal(cores[0]);
    expect(cores).to.have.length(1);
  });

  it('marks the markup outside of providers for the script tag, those added later too', async () => {
    const [before, later, inside] = [0, 1, 2].map(() => document.createElement('p'));
    for (const element of [before, later, inside]) element!.dataset['eventId'] = 'x';
    document.body.append(before!);
    inner.parentElement!.append(inside!);
    cores[0]?.editing.set(new Map([['x', [{ id: 'irene', name: 'Irène', avatarUrl: null }]]]));
    document.body.append(later!);
    await settled();
    const names = [before, later, inside].map((element) => element!.getAttribute('data-editor-name'));
    expect(names).to.deep.equal(['Irène', 'Irène', null]);
    for (const element of [before, later, inside]) element!.remove();
  });

  it('answers what waited once the provider is defined', async () => {
    defineElement('nality-provider', NalityProvider);
    await settled();
    expect(inner.options).to.have.property('auth', 'anonymous');
    expect(outside.nality.core).to.equal(cores[0]);
  });

  it('waits for the inner provider when that one is not configured yet, whatever the outer one has', async () => {
    const outer = await fixture(html`
      <nality-provider url=${URL} key=${KEY} auth="none">
        <nality-provider><asks-provider></asks-provider></nality-provider>
      </nality-provider>
    `);
    await settled();
    const element = outer.querySelector('asks-provider') as AsksProvider;
    expect(element.nality.state.name).to.equal('waiting');
    (element.parentElement as NalityProvider).url = URL;
    (element.parentElement as NalityProvider).key = KEY;
    await settled();
    expect(element.options).to.have.property('auth', 'session');
  });

  it('takes what was set on a provider before it was upgraded', async () => {
    const template = document.createElement('template');
    const early = template.content.appendChild(
      template.content.ownerDocument.createElement('nality-provider'),
    ) as NalityProvider;
    const client = {} as NonNullable<NalityProvider['client']>;
    early.client = client;
    document.body.append(early);
    await settled();
    expect(cores.at(-1)?.options.client).to.equal(client);
    early.remove();
  });

  it('shares registry and definitions with a second copy of the package', async () => {
    const copy = (await import('../../../src/elements/shared/page.ts?copy=2' as string)) as {
      page: typeof page;
    };
    expect(copy.page()).to.equal(page());
    expect(() => defineElement('nality-provider', class extends HTMLElement {})).not.to.throw();
    expect(customElements.get('nality-provider')).to.equal(NalityProvider);
  });

  it('says so when a copy with another interface is on the page', async () => {
    const shared = globalThis as unknown as Record<symbol, unknown>;
    const ours = shared[ABI_KEY];
    const foreign = Symbol.for('nality:999');
    const said: unknown[] = [];
    const warn = console.warn;
    console.warn = (message: unknown) => said.push(message);
    try {
      delete shared[ABI_KEY];
      shared[foreign] = {};
      page();
    } finally {
      console.warn = warn;
      delete shared[foreign];
      shared[ABI_KEY] = ours;
    }
    expect(said).to.have.length(1);
    expect(said[0]).to.contain('interface 1 beside 999');
  });
});
