import { fixture, html } from '@open-wc/testing';
import '../../../src/define.ts';
import { openIndexedDbStore } from '../../../src/browser/indexed-db.ts';
import type { NalityTimeline } from '../../../src/elements/nality-timeline/nality-timeline.ts';
import { createPerson, pageBackend, type PageBackend, type PagePerson } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';

async function write({ url, key }: PageBackend, { accessToken }: PagePerson, table: string, row: object) {
  const response = await fetch(`${url}/rest/v1/${table}`, {
    method: 'POST',
    headers: { apikey: key, authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(row),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Marie's timeline with one event, as she sees it and as Irène does, who may look. */
export async function stage() {
  const [backend, owner, guest] = await Promise.all([
    pageBackend(),
    createPerson('Marie'),
    createPerson('Irène'),
  ]);
  const share = { owner_id: owner.id, grantee_kind: 'user', grantee_id: guest.id, level: 'view' };
  await write(backend, owner, 'timeline_shares', share);
  const event = { user_id: owner.id, title: 'Radium', start_date: '1898-12-26' };
  await write(backend, owner, 'life_events', event);
  const page = await fixture<HTMLElement>(html`
    <div>
      ${[owner, guest].map(
        ({ accessToken }) =>
          html`<nality-provider url=${backend.url} key=${backend.key} access-token=${accessToken}>
            <nality-timeline user-id=${owner.id}></nality-timeline>
          </nality-provider>`,
      )}
    </div>
  `);
  const [marie, irene] = [...page.querySelectorAll<NalityTimeline>('nality-timeline')];
  return { backend, owner, page, marie: marie!.shadowRoot!, irene: irene!.shadowRoot! };
}

/** Whether something that a person chose for an event that is being written is stored. */
export async function isOnDisk({ id }: PagePerson): Promise<boolean> {
  const name = (await indexedDB.databases()).find((one) => one.name?.endsWith(`${id}:files`))?.name;
  if (name === undefined) return false;
  const store = await openIndexedDbStore(name, new AbortController().signal);
  return (await store.all('staged')).length > 0;
}

/** The form for a new event, in which what was chosen for it is to be seen. */
export async function openForm(root: ShadowRoot): Promise<HTMLElement> {
  (await found(root, '[name="add"]')).click();
  return found(root, 'dialog [name="add-files"]');
}

/** What will be there. */
export async function found<E extends HTMLElement>(root: ShadowRoot, selector: string): Promise<E> {
  await waitUntil(() => root.querySelector(selector), `never shown: ${selector}`);
  return root.querySelector<E>(selector)!;
}

/** A photo as a camera makes it. */
export async function photo(): Promise<File> {
  const canvas = new OffscreenCanvas(1200, 800);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'teal';
  context.fillRect(0, 0, 1200, 800);
  return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'radium.jpg');
}
