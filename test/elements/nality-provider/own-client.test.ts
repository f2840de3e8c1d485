import { expect, fixture, html } from '@open-wc/testing';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import '../../../src/elements/nality-provider/define.ts';
import { AsksProvider } from '../../support/asks-provider.ts';
import { becomes } from '../../support/becomes.ts';
import { createPerson, pageBackend } from '../../support/page-backend.ts';
import { browserEnvironment } from '../../../src/browser/environment.ts';
import { presenceFeature } from '../../../src/core/features/presence.ts';
import { sharedWithMeFeature } from '../../../src/core/features/shared-with-me.ts';
import { createNality } from '../../../src/core/nality.ts';
import { waitUntil } from '../../support/wait-until.ts';

customElements.define('asks-provider', AsksProvider);

async function provided(client: SupabaseClient): Promise<AsksProvider> {
  const provider = await fixture(
    html`<nality-provider .client=${client}><asks-provider></asks-provider></nality-provider>`,
  );
  const element = provider.querySelector('asks-provider') as AsksProvider;
  await waitUntil(() => element.nality.core, 'no core');
  return element;
}

describe('a provider with the page’s own client', () => {
  before(() => pageBackend());

  it('is whoever signs in through that client, and nobody after they sign out', async () => {
    const { url, key } = await pageBackend();
    const { id, email, password } = await createPerson('Marie');
    const client = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
    const element = await provided(client);
    await becomes(element, undefined);
    await client.auth.signInWithPassword({ email, password });
    await becomes(element, id);
    await client.auth.signOut();
    await becomes(element, undefined);
  });

  it('is whom the client’s token from elsewhere names', async () => {
    const { url, key } = await pageBackend();
    const { id, accessToken } = await createPerson('Irène');
    const client = createClient(url, key, { accessToken: async () => accessToken });
    await becomes(await provided(client), id);
  });

  it('opens no socket beside the client’s own', async () => {
    const { url, key } = await pageBackend();
    const { id, accessToken } = await createPerson('Pierre');
    const client = createClient(url, key, { accessToken: async () => accessToken });
    const element = await provided(client);
    element.nality.core!.use(presenceFeature, id, new AbortController().signal);
    await waitUntil(() => client.getChannels().length > 0, 'no channel on the client');
    await waitUntil(() => client.realtime.isConnected(), 'not connected');
    expect(client.getChannels().map(({ topic }) => topic)).to.include(`realtime:presence:${id}`);
  });

  it('has the one core of that client, which the page may use, and a second one is refused', async () => {
    const { url, key } = await pageBackend();
    const { id, accessToken } = await createPerson('Ève');
    const client = createClient(url, key, { accessToken: async () => accessToken });
    const element = await provided(client);
    const provider = element.closest('nality-provider')!;
    expect(provider.nality).to.equal(element.nality.core);
    expect(() => createNality({ client, environment: browserEnvironment() }))
      .to.throw('has a core already')
      .with.property('code', 'config');
    const family = await provider
      .nality!.use(sharedWithMeFeature, id, new AbortController().signal)
      .found('Curie');
    expect(family).to.be.a('string');
    await provider.nality!.close();
    await createNality({ client, environment: browserEnvironment() }).close();
  });
});
