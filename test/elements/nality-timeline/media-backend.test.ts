import { expect } from '@open-wc/testing';
import { pageBackend } from '../../support/page-backend.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { found, photo, stage } from './media-pane.ts';
import { forgetDrafts } from './scene.ts';

describe('photos on the local backend', () => {
  before(() => pageBackend());
  beforeEach(forgetDrafts);

  it('are picked by one, seen small by the other, and opened by them in full', async () => {
    const { marie, irene } = await stage();
    (await found(marie, '[name="add-files"]')).click();
    const input = await found<HTMLInputElement>(marie, '[name="files"]');
    const data = new DataTransfer();
    data.items.add(await photo());
    input.files = data.files;
    input.dispatchEvent(new Event('change'));
    const small = await found<HTMLImageElement>(irene, '.tile img');
    await waitUntil(() => small.naturalWidth > 0, 'the small picture does not load');
    expect([small.naturalWidth, small.naturalHeight]).to.deep.equal([512, 342]);
    expect(irene.querySelector('[name="add-files"]')).to.equal(null);
    small.closest('button')!.click();
    const whole = await found<HTMLImageElement>(irene, 'dialog.gallery img');
    await waitUntil(() => whole.naturalWidth === 1200, 'the photo does not load');
    await waitUntil(() => marie.querySelectorAll('.upload').length === 0, 'the upload stays');
  });
});
