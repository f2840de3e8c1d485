import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define.ts';
import type { NalityNotifications } from '../../../src/elements/nality-notifications/nality-notifications.ts';
import { createPerson, pageBackend, type PageBackend, type PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';

/** Writes a row as a person, the way REST does. */
async function insert(
  { url, key }: PageBackend,
  person: PagePerson,
  table: string,
  row: object,
): Promise<void> {
  const response = await fetch(`${url}/rest/v1/${table}`, {
    method: 'POST',
    headers: {
      apikey: key,
      authorization: `Bearer ${person.accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(row),
  });
  if (!response.ok) throw new Error(await response.text());
}

describe('notifications on the local backend', () => {
  let backend: PageBackend;
  before(async () => {
    backend = await pageBackend();
  });

  it('come to the list, the badge and a toast when somebody comments, and are read in all of them at once', async () => {
    const [marie, eve] = await Promise.all([createPerson('Marie'), createPerson('Ève')]);
    const event = crypto.randomUUID();
    await insert(backend, marie, 'life_events', { id: event, title: 'Radium', start_date: '1898-12-26' });
    await insert(backend, marie, 'timeline_shares', {
      owner_id: marie.id,
      grantee_kind: 'user',
      grantee_id: eve.id,
      level: 'comment',
    });
    const page = await fixture<HTMLElement>(html`
      <nality-provider url=${backend.url} key=${backend.key} access-token=${marie.accessToken}>
        <nality-notifications></nality-notifications>
        <nality-notifications placement="popover"></nality-notifications>
        <nality-notifications placement="toast"></nality-notifications>
      </nality-provider>
    `);
    const [list, bell, toasts] = [...page.querySelectorAll<NalityNotifications>('nality-notifications')];
    const find = (element: NalityNotifications | undefined, selector: string): HTMLElement | null =>
      element!.shadowRoot!.querySelector<HTMLElement>(selector);
    await waitUntil(() => find(list, '[data-notice="empty"]'), 'never empty');

    const comment = crypto.randomUUID();
    await insert(backend, eve, 'event_comments', { id: comment, event_id: event, content: 'Bravo!' });
    await waitUntil(() => find(toasts, '[part="toast"]'), 'no toast');
    expect(find(toasts, '[part="toast"]')!.textContent).to.include('Ève commented on “Radium”');
    await waitUntil(() => find(bell, '[part="badge"]')?.textContent === '1', 'no badge');
    await waitUntil(() => find(list, '.avatar')?.textContent?.trim() === 'È', 'no picture');
    expect(find(list, 'a')!.getAttribute('href')).to.match(
      new RegExp(`#nality-event-${event}&nality-comment-${comment}$`),
    );

    find(list, '[name="toggle"]')!.click();
    await waitUntil(() => !find(toasts, '[part="toast"]'), 'the toast stays');
    await waitUntil(() => !find(bell, '[part="badge"]'), 'the badge stays');
    await waitUntil(() => !find(list, '.row-state'), 'never saved');
  });
});
