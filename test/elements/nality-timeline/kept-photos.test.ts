import { expect, fixture, html } from '@open-wc/testing';
import type { NalityTimeline } from '../../../src/elements/nality-timeline/nality-timeline.ts';
import { pageBackend } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { found, isOnDisk, openForm, photo, stage } from './media-pane.ts';
import { forgetDrafts, type } from './scene.ts';

describe('photos on the local backend', () => {
  before(() => pageBackend());
  beforeEach(forgetDrafts);

  it('that were chosen for a new event are there after a reload, and go up when it is saved', async () => {
    const { backend, owner, page, marie } = await stage();
    (await openForm(marie)).click();
    const data = new DataTransfer();
    data.items.add(await photo());
    const input = await found<HTMLInputElement>(marie, '[name="files"]');
    input.files = data.files;
    input.dispatchEvent(new Event('change'));
    type(await found(marie, 'dialog [name="title"]'), 'Polonium');
    await waitUntil(() => isOnDisk(owner), 'it is not kept');
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
    await waitUntil(() => small.naturalWidth === 512, 'the small picture does not load');
    await openForm(root);
    expect(root.querySelector('dialog .upload')).to.equal(null);
  });
});
