import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../../../src/define.ts';
import { openIndexedDbStore } from '../../../src/browser/indexed-db.ts';
import type { NalityTimeline } from '../../../src/elements/nality-timeline/nality-timeline.ts';
import { createPerson, pageBackend, type PageBackend, type PagePerson } from '../../support/page-backend.ts';
import { forgetDrafts, type } from './scene.ts';

const WAIT = { timeout: 10_000 };

async function write({ url, key }: PageBackend, { accessToken }: PagePerson, table: string, row: object) {
  const response = await fetch(`${url}/rest/v1/${table}`, {
    method: 'POST',
    headers: { apikey: key, authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(row),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Marie's timeline with one event, as she sees it and as Irène does, who may look. */
async function stage() {
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
async function isOnDisk({ id }: PagePerson): Promise<boolean> {
  const name = (await indexedDB.databases()).find((one) => one.name?.endsWith(`${id}:files`))?.name;
  if (name === undefined) return false;
  const store = await openIndexedDbStore(name, new AbortController().signal);
  return (await store.all('staged')).length > 0;
}

/** The form for a new event, in which what was chosen for it is to be seen. */
async function openForm(root: ShadowRoot): Promise<HTMLElement> {
  (await found(root, '[name="add"]')).click();
  return found(root, 'dialog [name="add-files"]');
}

async function found<E extends HTMLElement>(root: ShadowRoot, selector: string): Promise<E> {
  await waitUntil(() => root.querySelector(selector), `never shown: ${selector}`, WAIT);
  return root.querySelector<E>(selector)!;
}

async function photo(): Promise<File> {
  const canvas = new OffscreenCanvas(1200, 800);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'teal';
  context.fillRect(0, 0, 1200, 800);
  return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'radium.jpg');
}

describe('photos on the local backend', () => {
  before(async function () {
    this.timeout(60_000); // The first to ask starts the backend.
    await pageBackend();
  });
  beforeEach(forgetDrafts);

  it('are picked by one, seen small by the other, and opened by them in full', async function () {
    this.timeout(30_000);
    const { marie, irene } = await stage();
    (await found(marie, '[name="add-files"]')).click();
    const input = await found<HTMLInputElement>(marie, '[name="files"]');
    const data = new DataTransfer();
    data.items.add(await photo());
    input.files = data.files;
    input.dispatchEvent(new Event('change'));
    const small = await found<HTMLImageElement>(irene, '.tile img');
    await waitUntil(() => small.naturalWidth > 0, 'the small picture does not load', WAIT);
    expect([small.naturalWidth, small.naturalHeight]).to.deep.equal([512, 342]);
    expect(irene.querySelector('[name="add-files"]')).to.equal(null);
    small.closest('button')!.click();
    const whole = await found<HTMLImageElement>(irene, 'dialog.gallery img');
    await waitUntil(() => whole.naturalWidth === 1200, 'the photo does not load', WAIT);
    await waitUntil(() => marie.querySelectorAll('.upload').length === 0, 'the upload stays', WAIT);
  });

  it('that were chosen for a new event are there after a reload, and go up when it is saved', async function () {
    this.timeout(30_000);
    const { backend, owner, page, marie } = await stage();
    (await openForm(marie)).click();
    const data = new DataTransfer();
    data.items.add(await photo());
    const input = await found<HTMLInputElement>(marie, '[name="files"]');
    input.files = data.files;
    input.dispatchEvent(new Event('change'));
    type(await found(marie, 'dialog [name="title"]'), 'Polonium');
    await waitUntil(() => isOnDisk(owner), 'it is not kept', WAIT);
    page.remove();

    const again = await fixture<HTMLElement>(html`
      <nality-provider url=${backend.url} key=${backend.key} access-token=${owner.accessToken}>
        <nality-timeline user-id=${owner.id}></nality-timeline>
      </nality-provider>
    `);
    const root = again.querySelector<NalityTimeline>('nality-timeline')!.shadowRoot!;
    await openForm(root);
    expect((await found(root, 'dialog .upload .name')).textContent).to.equal('radium.jpg');
    type(await found(root, 'dialog [name="when"]'), 'July 1898');
    (await found(root, 'dialog [type="submit"]')).click();
    const small = await found<HTMLImageElement>(root, '.tile img');
    await waitUntil(() => small.naturalWidth === 512, 'the small picture does not load', WAIT);
    await openForm(root);
    expect(root.querySelector('dialog .upload')).to.equal(null);
  });
});
