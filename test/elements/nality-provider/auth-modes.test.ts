import { expect, fixture, html } from '@open-wc/testing';
import { createClient } from '@supabase/supabase-js';
import '../../../src/elements/nality-provider/define.ts';
import { AsksProvider } from '../../support/asks-provider.ts';
import { becomes } from '../../support/becomes.ts';
import { createPerson, pageBackend } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';

customElements.define('asks-provider', AsksProvider);

/** A provider without a token of its own. */
async function provided(auth: string): Promise<AsksProvider> {
  const { url, key } = await pageBackend();
  const provider = await fixture(
    html`<nality-provider url=${url} key=${key} auth=${auth}
      ><asks-provider></asks-provider
    ></nality-provider>`,
  );
  const element = provider.querySelector('asks-provider') as AsksProvider;
  await waitUntil(() => element.nality.core, 'no core');
  return element;
}

/** Signs somebody in as any page does with supabase-js, which keeps the session in local storage. */
async function signIn(): Promise<string> {
  const { url, key } = await pageBackend();
  const { id, email, password } = await createPerson('Marie');
  const client = createClient(url, key, { auth: { autoRefreshToken: false } });
  const { error } = await client.auth.signInWithPassword({ email, password });
  expect(error).to.equal(null);
  return id;
}

describe('who a provider is without a token of its own', () => {
  before(() => pageBackend());
  beforeEach(() => localStorage.clear());
  after(() => localStorage.clear());

  it('session: the person whose session supabase-js keeps for this project', async () => {
    const id = await signIn();
    await becomes(await provided('session'), id);
  });

  it('session: nobody where nobody has signed in, and then at once whoever does', async () => {
    const element = await provided('session');
    // The core of the test before may be the one that is still there: it has to look again.
    await element.nality.core!.refreshAuth();
    await becomes(element, undefined);
    await becomes(element, await signIn());
  });

  it('anonymous: a new person without a name, who stays the same on the next visit', async () => {
    const element = await provided('anonymous');
    await waitUntil(() => element.nality.core!.identity.get().name === 'person', 'nobody signed in');
    const first = element.nality.core!.identity.get();
    expect(first).to.have.property('isAnonymous', true);
    element.closest('nality-provider')!.remove();
    const again = await provided('anonymous');
    await becomes(again, first.name === 'person' ? first.id : undefined);
  });

  it('none: nobody, whoever has signed in', async () => {
    await signIn();
    await becomes(await provided('none'), undefined);
  });
});
