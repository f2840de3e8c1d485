import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define.ts';
import { timelineFeature, type Timeline } from '../../../src/core/features/timeline.ts';
import type { NalityPresence } from '../../../src/elements/nality-presence/nality-presence.ts';
import type { NalityProvider } from '../../../src/elements/nality-provider/nality-provider.ts';
import { AsksProvider } from '../../support/asks-provider.ts';
import { createPerson, pageBackend, type PageBackend, type PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';

customElements.define('asks-provider', AsksProvider);

/** Two people on one page, each behind a provider of their own, on the real local backend. */
interface Together {
  readonly marie: NalityProvider;
  readonly irene: NalityProvider;
  /** The page's own markup of the event, inside Marie's provider. */
  readonly card: HTMLElement;
  /** Irène's view of Marie's timeline. */
  readonly timeline: Timeline;
  readonly event: string;
}

async function share(backend: PageBackend, owner: PagePerson, grantee: PagePerson): Promise<void> {
  const response = await fetch(`${backend.url}/rest/v1/timeline_shares`, {
    method: 'POST',
    headers: {
      apikey: backend.key,
      authorization: `Bearer ${owner.accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ owner_id: owner.id, grantee_kind: 'user', grantee_id: grantee.id, level: 'edit' }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function together(): Promise<Together> {
  const [backend, owner, editor] = await Promise.all([
    pageBackend(),
    createPerson('Marie'),
    createPerson('Irène'),
  ]);
  await share(backend, owner, editor);
  const event = crypto.randomUUID();
  const { url, key } = backend;
  const page = await fixture(html`
    <div>
      <nality-provider url=${url} key=${key} access-token=${owner.accessToken}>
        <nality-timeline user-id=${owner.id}></nality-timeline>
        <nality-presence room=${owner.id}></nality-presence>
        <p aria-description="a card" data-event-id=${event}>Polonium</p>
      </nality-provider>
      <nality-provider url=${url} key=${key} .accessToken=${async () => editor.accessToken}>
        <nality-presence room=${owner.id}></nality-presence>
        <asks-provider></asks-provider>
      </nality-provider>
    </div>
  `);
  const [marie, irene] = page.querySelectorAll('nality-provider') as unknown as [
    NalityProvider,
    NalityProvider,
  ];
  const asks = irene.querySelector('asks-provider') as AsksProvider;
  await waitUntil(() => asks.nality.core, 'no core');
  const timeline = asks.nality.core!.use(timelineFeature, owner.id, new AbortController().signal);
  await waitUntil(() => timeline.level.get() === 'edit', 'no right to edit');
  return { marie, irene, card: marie.querySelector('p')!, timeline, event };
}

const peopleIn = (provider: Element): string[] => {
  const presence = provider.querySelector('nality-presence') as NalityPresence;
  return [...presence.shadowRoot!.querySelectorAll('.pile .visually-hidden')].map(
    (label) => label.textContent!,
  );
};

describe('two people with a provider each', () => {
  before(() => pageBackend());

  it('see each other, each as themselves', async () => {
    const { marie, irene } = await together();
    await waitUntil(() => peopleIn(marie).includes('Irène, online'), 'Marie does not see Irène');
    await waitUntil(() => peopleIn(irene).includes('Marie, online'), 'Irène does not see Marie');
    expect(peopleIn(marie)).to.include('Marie, online, you');
    expect(peopleIn(irene)).to.include('Irène, online, you');
  });

  it('see in the page’s own markup what the other edits, until the other is done', async () => {
    const { card, timeline, event } = await together();
    await waitUntil(() => timeline.collaborators.get() === 1, 'Irène does not see Marie');
    const done = timeline.claim(event);
    await waitUntil(() => card.dataset['editorName'] === 'Irène', 'no mark with a name');
    expect(card.getAttribute('aria-description')).to.equal('Irène is editing …');
    expect(card.classList.contains('being-edited')).to.be.true;
    done();
    await waitUntil(() => !card.hasAttribute('being-edited'), 'the mark stays');
    expect(card.outerHTML).to.equal(`<p aria-description="a card" data-event-id="${event}">Polonium</p>`);
  });

  it('see the mark go when the other leaves in the middle of it', async () => {
    const { card, irene, timeline, event } = await together();
    await waitUntil(() => timeline.collaborators.get() === 1, 'Irène does not see Marie');
    timeline.claim(event);
    await waitUntil(() => card.hasAttribute('being-edited'), 'no mark');
    irene.remove();
    await waitUntil(() => !card.hasAttribute('being-edited'), 'the mark stays');
  });
});
