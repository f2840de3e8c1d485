import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define.ts';
import { asService, createPerson, pageBackend, type PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { Pane } from './pane.ts';
import { forgetDrafts, type } from './scene.ts';

/** The edge function, whose calls this page sees, and which a test plays. */
const asked: string[] = [];
const { fetch: realFetch } = window;
function playFunction(): void {
  window.fetch = async (input, init) => {
    if (!String(input).includes('/functions/v1/')) return realFetch(input, init);
    asked.push((JSON.parse(String(init?.body)) as { message_id: string }).message_id);
    return Response.json({});
  };
}

async function stage(): Promise<{ session: string; marie: Pane; irene: Pane }> {
  const [{ url, key }, ...people] = await Promise.all([
    pageBackend(),
    createPerson('Marie'),
    createPerson('Irène'),
  ]);
  const [marie, irene] = people as [PagePerson, PagePerson];
  const session = crypto.randomUUID();
  await asService('POST', '/rest/v1/chat_sessions', { id: session, user_id: marie.id });
  await asService('POST', '/rest/v1/chat_participants', { session_id: session, user_id: irene.id });
  const page = await fixture<HTMLElement>(html`
    <div>
      ${[marie, irene].map(
        ({ accessToken }) =>
          html`<nality-provider url=${url} key=${key} access-token=${accessToken}>
            <nality-chat session-id=${session}></nality-chat>
          </nality-provider>`,
      )}
    </div>
  `);
  const [left, right] = page.querySelectorAll('nality-chat');
  return { session, marie: new Pane(left!, marie), irene: new Pane(right!, irene) };
}

describe('the chat on the local backend', () => {
  before(() => pageBackend());
  beforeEach(() => {
    forgetDrafts();
    asked.length = 0;
    playFunction();
  });
  afterEach(() => {
    window.fetch = realFetch;
  });

  it('shows both the same answer as it is written, and puts what is proposed onto the timeline by a yes', async () => {
    const { session, marie, irene } = await stage();
    await marie.until('[data-notice="empty"]');
    const question = await marie.say('We lived in Freta Street, in 1867.');
    const hers = await irene.until('[data-author="other"]', 'Freta Street');
    await waitUntil(() => hers.querySelector('.name')!.textContent === 'Marie', 'no name');
    await waitUntil(() => asked.includes(question), 'never asked');

    const id = crypto.randomUUID();
    const answer = {
      session_id: session,
      content: '',
      message_type: 'assistant_response',
      status: 'streaming',
    };
    await asService('POST', '/rest/v1/chat_messages', { ...answer, id, reply_to: question });
    for (const pane of [marie, irene]) await pane.until(`[data-message-id="${id}"][data-status="streaming"]`);
    const tell = (offset: number, text: string): Promise<void> =>
      asService('POST', '/realtime/v1/api/broadcast', {
        messages: [
          {
            topic: `answers:${session}`,
            event: 'delta',
            payload: { message_id: id, offset, text },
            private: true,
          },
        ],
      });
    const shows = (pane: Pane): boolean =>
      pane.find(`[data-message-id="${id}"] strong`)?.textContent === 'house';
    // What is said before somebody has joined the room is lost on them: it is said until both have heard it.
    await waitUntil(async () => {
      await tell(0, 'The **ho');
      await tell(8, 'use** of your birth?');
      return [marie, irene].every(shows);
    }, 'the pieces are not shown');

    const content = 'The **house** of your birth? I have a proposal.';
    const proposal = { title: 'Born in Freta Street', estimated_date: '1867', category: 'personal' };
    const details = { location: 'Warsaw', importance: 9, tags: ['birth'] };
    await asService('POST', '/rest/v1/chat_extracted_events', {
      ...proposal,
      details,
      session_id: session,
      message_id: id,
      user_id: marie.person.id,
    });
    await asService('PATCH', `/rest/v1/chat_messages?id=eq.${id}`, {
      content,
      status: 'final',
      metadata: { suggestions: ['Yes'] },
    });
    for (const pane of [marie, irene]) {
      await pane.until(`[data-message-id="${id}"][data-status="final"]`, 'I have a proposal.');
      await pane.until('[name="suggestion"]', 'Yes');
    }
    expect(asked).to.deep.equal([question]);

    for (const pane of [marie, irene]) await pane.until('[data-proposal] .meta', 'Warsaw');
    (await marie.until('[data-proposal] [name="accept"]')).click();
    await irene.until('[data-proposal][data-status="accepted"]');
    expect(irene.find('[data-proposal] button')).to.equal(null);
    const { url, key } = await pageBackend();
    const events = async (): Promise<object[]> => {
      const headers = { apikey: key, authorization: `Bearer ${marie.person.accessToken}` };
      const columns = 'title,start_date,date_precision,location,importance,tags';
      return (
        await realFetch(`${url}/rest/v1/life_events?user_id=eq.${marie.person.id}&select=${columns}`, {
          headers,
        })
      ).json();
    };
    expect((await events()).map((event) => Object.values(event))).to.deep.equal([
      ['Born in Freta Street', '1867-01-01', 'year', ...Object.values(details)],
    ]);
  });

  it('shows the other who is typing and who is here, and each what the other says', async () => {
    const { marie, irene } = await stage();
    await marie.until('.others li');
    const field = await irene.until('[name="message"]');
    const typing = (): string => marie.find('[part~="typing"]')?.textContent ?? '';
    await irene.say('Listen');
    await marie.until('[data-author="other"]', 'Listen');
    const types = (): boolean => (
      type(field, `${(field as HTMLTextAreaElement).value}x`),
      typing().includes('Irène is typing')
    );
    await waitUntil(types, 'nobody types');
    await irene.say('Hello');
    await marie.until('[data-author="other"]', 'Hello');
    await waitUntil(() => !typing().includes('typing'), 'still typing');
  });
});
