import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define.ts';
import type { NalityPresence } from '../../../src/elements/nality-presence/nality-presence.ts';
import { expectNoBarriers } from '../../support/barriers.ts';
import { asService, createPerson, pageBackend, type PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { Pane } from './pane.ts';
import { forgetDrafts } from './scene.ts';

const address = location.pathname + location.search;

/** Marie in her own conversation; Irène, who may comment on her timeline, on a page whose address is the link. */
async function stage(session: string): Promise<{ marie: Pane; irene: Pane; presence: NalityPresence }> {
  const [{ url, key }, marie, irene] = await Promise.all([
    pageBackend(),
    createPerson('Marie'),
    createPerson('Irène'),
  ]);
  await asService('POST', '/rest/v1/timeline_shares', {
    owner_id: marie.id,
    created_by: marie.id,
    grantee_kind: 'user',
    grantee_id: irene.id,
    level: 'comment',
  });
  await asService('POST', '/rest/v1/chat_sessions', { id: session, user_id: marie.id });
  const page = await fixture<HTMLElement>(html`
    <div>
      <nality-provider url=${url} key=${key} access-token=${marie.accessToken}>
        <nality-chat session-id=${session}></nality-chat>
        <nality-presence room=${session}></nality-presence>
      </nality-provider>
      <nality-provider url=${url} key=${key} access-token=${irene.accessToken}>
        <nality-chat></nality-chat>
      </nality-provider>
    </div>
  `);
  const [left, right] = page.querySelectorAll('nality-chat');
  return {
    marie: new Pane(left!, marie),
    irene: new Pane(right!, irene),
    presence: page.querySelector('nality-presence')!,
  };
}

/** Marie opens her session. Answers its link. */
async function opened(marie: Pane): Promise<string> {
  (await marie.until('[name="live"]')).click();
  (await marie.until('[name="live-act"]', 'Open to others')).click();
  return ((await marie.until('.live input')) as HTMLInputElement).value;
}

function follow(link: string): void {
  history.replaceState(null, '', new URL(link).hash);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

describe('a live session in the chat', () => {
  before(() => pageBackend());
  beforeEach(() => {
    forgetDrafts();
    history.replaceState(null, '', address);
  });
  after(() => history.replaceState(null, '', address));

  const person = (pane: Pane, { id }: PagePerson, status: string): Promise<HTMLElement> =>
    pane.until(`.live [data-person="${id}"][data-status="${status}"]`);

  it('is joined by its link; who has come is seen in it and by presence, talks, and leaves', async () => {
    const session = crypto.randomUUID();
    const { marie, irene, presence } = await stage(session);
    await irene.until('[data-notice="empty"]');
    const link = await opened(marie);
    expect(link).to.equal(`${location.href.split('#')[0]}#nality-chat-${session}`);
    await expectNoBarriers(marie.element);
    follow(link);
    (await irene.until('[name="join"]')).click();
    (await irene.until('[name="live"]')).click();
    for (const pane of [marie, irene]) {
      await person(pane, irene.person, 'online');
      await person(pane, marie.person, 'online');
    }
    await expectNoBarriers(irene.element);
    await waitUntil(() => presence.shadowRoot!.textContent!.includes('Irène'), 'not in the presence widget');
    await irene.say('Here I am');
    await marie.until('[data-author="other"]', 'Here I am');
    (await irene.until('[name="live-act"]', 'Leave')).click();
    await irene.until('[data-notice="empty"]');
    await waitUntil(() => !marie.find(`[data-person="${irene.person.id}"]`), 'still in');
  });

  it('loses a guest at once whom the host takes out, until it is opened anew, who loses the right, or when it ends', async () => {
    const session = crypto.randomUUID();
    const { marie, irene } = await stage(session);
    follow(await opened(marie));
    const isIn = async (): Promise<void> => {
      await person(marie, irene.person, 'online');
      await irene.until('[name="message"]');
    };
    const join = async (): Promise<void> => {
      (await irene.until('[name="join"]')).click();
      await isIn();
    };
    await join();
    const openAnew = async (): Promise<void> => {
      (await marie.until('[name="live-act"]', 'End')).click();
      await irene.until('[name="join"]');
      (await marie.until('[name="live-act"]', 'Open')).click();
      await marie.until('[name="live-act"]', 'End');
    };
    (await marie.until('[name="live-dismiss"]')).click();
    (await irene.until('[name="join"]')).click();
    await irene.until('[data-notice="join"]', 'not open to you');
    await waitUntil(() => !marie.find(`[data-person="${irene.person.id}"]`), 'still in');
    await openAnew();
    await join();
    await openAnew();
    await isIn();
    await asService('DELETE', `/rest/v1/timeline_shares?owner_id=eq.${marie.person.id}`, {});
    await irene.until('[name="join"]');
    await waitUntil(() => !marie.find(`[data-person="${irene.person.id}"]`), 'still in');
  });

  it('is left by Escape to the button that opened it', async () => {
    const { marie } = await stage(crypto.randomUUID());
    await opened(marie);
    const copy = await marie.until('[name="live-copy"]');
    copy.focus();
    copy.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    await waitUntil(() => !marie.find('.live'), 'still open');
    await marie.element.updateComplete;
    expect(marie.element.shadowRoot!.activeElement?.getAttribute('name')).to.equal('live');
  });
});
