import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/elements/nality-provider/define.ts';
import type { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { AsksProvider } from '../../support/asks-provider.ts';
import { becomes } from '../../support/becomes.ts';
import { tokenOf } from '../../support/tokens.ts';
import { waitUntil } from '../../support/wait-until.ts';

customElements.define('asks-offline-provider', class extends AsksProvider {});

const PROJECT = 'https://nowhere.invalid';
const MARIE = '00000000-0000-4000-8000-000000000001';
const IRENE = '00000000-0000-4000-8000-000000000002';

async function provided(accessToken: () => Promise<string | null>): Promise<AsksProvider> {
  const provider = await fixture<NalityProvider>(
    html`<nality-provider url=${PROJECT} key="sb_publishable_a" .accessToken=${accessToken}
      ><asks-offline-provider></asks-offline-provider
    ></nality-provider>`,
  );
  return provider.querySelector('asks-offline-provider') as AsksProvider;
}

function setOnline(online: boolean): void {
  Object.defineProperty(navigator, 'onLine', { value: online, configurable: true });
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}

describe('a provider whose page cannot say without a network who is signed in', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    Reflect.deleteProperty(navigator, 'onLine');
    localStorage.clear();
  });

  it('opens as whoever was here last, and is somebody else as soon as the page says so', async () => {
    const before = await provided(async () => tokenOf(MARIE, 1));
    await becomes(before, MARIE);
    before.closest('nality-provider')!.remove();

    setOnline(false);
    let answer: () => Promise<string | null> = () => Promise.reject(new Error('no network'));
    const element = await provided(() => answer());
    await becomes(element, MARIE);
    answer = async () => tokenOf(IRENE, 2);
    await element.nality.core!.refreshAuth().catch(() => undefined);
    await becomes(element, IRENE);
  });

  it('is nobody where nobody was here before', async () => {
    setOnline(false);
    const element = await provided(() => Promise.reject(new Error('no network')));
    await waitUntil(() => element.closest('nality-provider') !== null, 'it is there');
    expect(element.nality.core).to.equal(undefined);
  });
});
