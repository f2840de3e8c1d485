import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../src/elements/nality-provider/define.ts';
import { NalityError } from '../../../src/core/errors.ts';
import type { NalityReadyEvent } from '../../../src/elements/shared/ready-event.ts';
import type { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { AsksProvider } from '../../support/asks-provider.ts';
import { useFakeCores, type FakeCore } from '../../support/fake-core.ts';
import { tokenOf } from '../../support/tokens.ts';

customElements.define('asks-provider', AsksProvider);

const URL = 'https://project.example';
const KEY = 'sb_publishable_test';

let cores: FakeCore[];

beforeEach(() => {
  cores = useFakeCores();
});

async function settled(): Promise<void> {
  await aTimeout(0);
  await aTimeout(0);
}

const child = (provider: Element): AsksProvider => provider.querySelector('asks-provider')!;

describe('nality-provider', () => {
  it('waits while nothing is configured', async () => {
    const provider = await fixture(html`<nality-provider><asks-provider></asks-provider></nality-provider>`);
    await settled();
    expect(child(provider).nality.state.name).to.equal('waiting');
    expect(cores).to.have.length(0);
  });

  it('hands one core to what is inside it', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY} auth="none"
        ><asks-provider room="a"></asks-provider
      ></nality-provider>`,
    );
    await settled();
    expect(child(provider).nality.core).to.equal(cores[0]);
    expect(cores[0]?.options).to.deep.equal({ url: URL, key: KEY, auth: 'none', changes: 'postgres' });
    expect(cores[0]?.room('a').users).to.equal(1);
  });

  it('takes a client in place of address and key', async () => {
    const client = {} as NonNullable<NalityProvider['client']>;
    const provider = await fixture<NalityProvider>(
      html`<nality-provider .client=${client}></nality-provider>`,
    );
    await settled();
    expect(cores[0]?.options.client).to.equal(client);
    provider.remove();
  });

  it('shows a mistake to the widgets and throws nothing into the page', async () => {
    const error = new NalityError('secret-key', 'This is a secret key.');
    useFakeCores(() => {
      throw error;
    });
    const provider = await fixture(
      html`<nality-provider url=${URL} key="sb_secret_x"><asks-provider></asks-provider></nality-provider>`,
    );
    await settled();
    expect(child(provider).nality.state).to.deep.equal({ name: 'failed', error });
  });

  it('names the values that auth can have when it has another', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY} auth="root"
        ><asks-provider></asks-provider
      ></nality-provider>`,
    );
    await settled();
    const { state } = child(provider).nality;
    expect(state.name === 'failed' && state.error.code).to.equal('config');
    expect(state.name === 'failed' && state.error.message).to.contain('session, anonymous, none');
  });

  it('recovers when its mistake is mended', async () => {
    const provider = await fixture<NalityProvider>(
      html`<nality-provider url=${URL} key=${KEY} auth="root"
        ><asks-provider></asks-provider
      ></nality-provider>`,
    );
    await settled();
    provider.auth = 'none';
    await settled();
    expect(child(provider).nality.state.name).to.equal('ready');
  });

  it('gives the core back when it leaves, and finds it again when it comes back at once', async () => {
    const provider = await fixture<NalityProvider>(
      html`<nality-provider url=${URL} key=${KEY}><asks-provider room="a"></asks-provider></nality-provider>`,
    );
    await settled();
    const parent = provider.parentElement!;
    provider.remove();
    parent.append(provider);
    await settled();
    expect(cores).to.have.length(1);
    expect(cores[0]?.closed).to.be.false;
    provider.remove();
    await settled();
    expect(cores[0]?.closed).to.be.true;
    expect(cores[0]?.room('a').users).to.equal(0);
  });

  it('shares one core with another provider of the same project and person', async () => {
    await fixture(
      html`<div>
        <nality-provider url=${URL} key=${KEY} auth="none"></nality-provider>
        <nality-provider url="${URL}/" key=${KEY} auth="none"></nality-provider>
        <nality-provider url=${URL} key=${KEY} access-token=${tokenOf('irene', 1)}></nality-provider>
        <nality-provider
          url=${URL}
          key=${KEY}
          .accessToken=${async () => tokenOf('irene', 2)}
        ></nality-provider>
        <nality-provider url=${URL} key=${KEY} access-token=${tokenOf('marie', 1)}></nality-provider>
      </div>`,
    );
    await settled();
    expect(cores).to.have.length(3);
  });

  it('speaks for its core in events that reach the window', async () => {
    const provider = await fixture<NalityProvider>(
      html`<nality-provider url=${URL} key=${KEY}></nality-provider>`,
    );
    await settled();
    const heard = oneEvent(window, 'realtime:connection');
    cores[0]?.events.emit({ type: 'connection', state: 'connecting', attempts: 2 });
    const event = (await heard) as CustomEvent;
    expect(event.target).to.equal(provider);
    expect(event.detail).to.deep.equal({ state: 'connecting', attempts: 2 });
  });

  it('tells the page of the core that it has, and of another one when it is for another person', async () => {
    const told: number[] = [];
    const listen = ({ nality }: NalityReadyEvent): number => told.push(cores.indexOf(nality as FakeCore));
    window.addEventListener('nality-ready', listen);
    const provider = await fixture<NalityProvider>(
      html`<nality-provider url=${URL} key=${KEY} access-token=${tokenOf('irene', 1)}></nality-provider>`,
    );
    await settled();
    expect(provider.nality === cores[0]).to.equal(true);
    provider.accessToken = tokenOf('irene', 2);
    await settled();
    expect(told).to.deep.equal([0]);
    provider.accessToken = tokenOf('marie', 1);
    await settled();
    expect(told).to.deep.equal([0, 1]);
    expect(provider.nality === cores[1]).to.equal(true);
    provider.remove();
    expect(provider.nality === undefined).to.equal(true);
    window.removeEventListener('nality-ready', listen);
  });

  it('tells an error once, although two providers share the core', async () => {
    const page = await fixture(
      html`<div>
        <nality-provider url=${URL} key=${KEY}></nality-provider
        ><nality-provider url=${URL} key=${KEY}></nality-provider>
      </div>`,
    );
    await settled();
    const heard: EventTarget[] = [];
    page.addEventListener('realtime:error', (event) => heard.push(event.target!));
    cores[0]?.events.emit({ type: 'error', error: new NalityError('server', 'broken') });
    expect(heard).to.deep.equal([page.firstElementChild]);
  });

  it('tells how line and queue are from the beginning, and again to nobody whose token is renewed', async () => {
    const page = await fixture<HTMLElement>(html`<div></div>`);
    const heard: string[] = [];
    for (const type of ['realtime:connection', 'nality-queue-change'])
      page.addEventListener(type, ({ target }) => heard.push(`${(target as Element).id} ${type}`));
    const add = (id: string): NalityProvider => {
      const provider = document.createElement('nality-provider');
      Object.assign(provider, { id, url: URL, key: KEY, accessToken: tokenOf('irene', 1) });
      page.append(provider);
      return provider;
    };
    const first = add('first');
    await settled();
    add('second');
    await settled();
    first.accessToken = tokenOf('irene', 2);
    await settled();
    const both = (id: string): string[] => [`${id} realtime:connection`, `${id} nality-queue-change`];
    expect(heard).to.deep.equal([...both('first'), ...both('second')]);
  });

  it('keeps the core when a token of the same person takes the place of the old one', async () => {
    const provider = await fixture<NalityProvider>(
      html`<nality-provider url=${URL} key=${KEY} access-token=${tokenOf('irene', 1)}></nality-provider>`,
    );
    await settled();
    provider.accessToken = tokenOf('irene', 2);
    await settled();
    expect(cores).to.have.length(1);
    expect(cores[0]?.refreshes).to.equal(1);
    expect(await cores[0]?.options.accessToken?.()).to.equal(tokenOf('irene', 2));
  });

  it('never gives the token of another person to a core', async () => {
    let person = 'irene';
    const provider = await fixture<NalityProvider>(
      html`<nality-provider url=${URL} key=${KEY} .accessToken=${async () => tokenOf(person, 1)}>
        <asks-provider></asks-provider>
      </nality-provider>`,
    );
    await settled();
    person = 'marie';
    expect(await cores[0]?.options.accessToken?.()).to.equal(null);
    await settled();
    expect(cores).to.have.length(2);
    expect(child(provider).nality.core).to.equal(cores[1]);
    expect(await cores[1]?.options.accessToken?.()).to.equal(tokenOf('marie', 1));
    expect(cores[0]?.closed).to.be.true;
  });

  it('says that the page could not tell who is signed in when its function fails', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY} .accessToken=${() => Promise.reject(new Error('down'))}>
        <asks-provider></asks-provider>
      </nality-provider>`,
    );
    await settled();
    const { state } = child(provider).nality;
    expect(state.name === 'failed' && state.error.code).to.equal('auth-required');
    provider.remove();
  });

  it('marks only what is its own, not what belongs to a provider inside it', async () => {
    const outer = await fixture(html`
      <nality-provider url=${URL} key=${KEY} auth="none">
        <p data-event-id="x"></p>
        <nality-provider url=${URL} key=${KEY} auth="anonymous"><p data-event-id="x"></p></nality-provider>
      </nality-provider>
    `);
    await settled();
    cores[0]?.editing.set(new Map([['x', [{ id: 'irene', name: 'Irène', avatarUrl: null }]]]));
    const [own, inner] = outer.querySelectorAll('p');
    expect(own?.getAttribute('data-editor')).to.equal('irene');
    expect(inner?.hasAttribute('data-editor')).to.be.false;
  });
});

describe('an element and its provider', () => {
  it('takes its resource anew when its key changes', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY}><asks-provider room="a"></asks-provider></nality-provider>`,
    );
    await settled();
    child(provider).room = 'b';
    await settled();
    expect([cores[0]?.room('a').users, cores[0]?.room('b').users]).to.deep.equal([0, 1]);
  });

  it('takes its resource anew when somebody else signs in, but not when it becomes known who it is', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY}><asks-provider room="a"></asks-provider></nality-provider>`,
    );
    await settled();
    const before = cores[0]!.room('a').taken;
    cores[0]!.identity.set({ name: 'person', id: 'irene', isAnonymous: false });
    await settled();
    expect(cores[0]!.room('a').taken).to.equal(before);
    cores[0]!.identity.set({ name: 'anonymous' });
    await settled();
    expect(cores[0]!.room('a').taken).to.equal(before + 1);
    expect(cores[0]!.room('a').users).to.equal(1);
    provider.remove();
  });

  it('shows as failed what the core refuses to give', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY}
        ><asks-provider room="impossible"></asks-provider
      ></nality-provider>`,
    );
    await settled();
    const { state } = child(provider).nality;
    expect(state.name === 'failed' && state.error.message).to.equal('no such room');
  });

  it('finds a new provider when it moves', async () => {
    const page = await fixture(
      html`<div>
        <nality-provider url=${URL} key=${KEY} auth="none"
          ><asks-provider room="a"></asks-provider
        ></nality-provider>
        <nality-provider url=${URL} key=${KEY} auth="anonymous"></nality-provider>
      </div>`,
    );
    await settled();
    const element = child(page);
    page.querySelectorAll('nality-provider')[1]?.append(element);
    await settled();
    expect(element.options).to.have.property('auth', 'anonymous');
    expect(cores[0]?.room('a').users).to.equal(0);
  });

  it('waits again when it is taken out of its provider', async () => {
    const page = await fixture(
      html`<div>
        <nality-provider url=${URL} key=${KEY}><asks-provider></asks-provider></nality-provider>
      </div>`,
    );
    await settled();
    const element = child(page);
    page.append(element);
    await settled();
    expect(element.nality.state.name).to.equal('waiting');
  });

  it('is answered through the shadow roots of the page', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY}><div></div></nality-provider>`,
    );
    const shadow = provider.firstElementChild!.attachShadow({ mode: 'closed' });
    const element = document.createElement('asks-provider') as AsksProvider;
    shadow.append(element);
    await settled();
    expect(element.nality.core).to.equal(cores[0]);
  });

  it('knows the language that its provider asks for', async () => {
    const provider = await fixture(
      html`<nality-provider url=${URL} key=${KEY} lang="fr"
        ><asks-provider></asks-provider
      ></nality-provider>`,
    );
    await settled();
    expect(child(provider).nality.lang).to.equal('fr');
  });
});
