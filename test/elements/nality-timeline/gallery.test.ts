import { expect } from '@open-wc/testing';
import { expectNoBarriers } from '../../support/barriers.ts';
import { press } from '../../support/element-stage.ts';
import { mediaObject } from '../../support/fake-media.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { album, type Album } from './album.ts';
import { forgetDrafts, type, type Scene } from './scene.ts';

/** Whether a pointer in the middle of it would meet it: not what is inert, or lies under a dialog. */
function isReached(target: HTMLElement): boolean {
  const { x, y, width, height } = target.getBoundingClientRect();
  return (target.getRootNode() as ShadowRoot).elementFromPoint(x + width / 2, y + height / 2) === target;
}

describe('the gallery', () => {
  beforeEach(forgetDrafts);

  async function opened(): Promise<Album> {
    const made = await album();
    made.media.serve(
      'birth',
      mediaObject('one', { alt_text: 'First' }),
      mediaObject('two'),
      mediaObject('three'),
    );
    await made.shown();
    made.all('.tile')[0]!.focus();
    made.all('.tile')[0]!.click();
    await waitUntil(() => made.count('dialog.gallery[open]') === 1, 'it does not open');
    return made;
  }
  const shownIn = ({ $ }: Scene): string => $('dialog.gallery figcaption').textContent!;

  it('turns its pages by arrows, Home and End, and stops at its ends', async () => {
    const made = await opened();
    const dialog = made.$('dialog.gallery');
    const seen: string[] = [];
    for (const key of ['ArrowLeft', 'ArrowRight', 'End', 'ArrowRight', 'Home']) {
      press(dialog, key);
      await made.shown();
      seen.push(shownIn(made));
    }
    expect(seen).to.deep.equal(['First', 'two.jpg', 'three.jpg', 'three.jpg', 'First']);
  });

  it('turns them the other way where one reads the other way', async () => {
    const made = await opened();
    made.element.dir = 'rtl';
    press(made.$('dialog.gallery'), 'ArrowLeft');
    await made.shown();
    expect(shownIn(made)).to.equal('two.jpg');
  });

  it('gives the focus back when it is left', async () => {
    const made = await opened();
    made.$('dialog.gallery [name="close"]').click();
    await waitUntil(() => made.count('dialog.gallery') === 0, 'it stays');
    expect(made.focus()).to.equal('birth/media-one');
  });

  it('keeps words for a picture', async () => {
    const made = await opened();
    type(made.$('dialog.gallery [name="alt"]'), 'The first one');
    made.$('dialog.gallery [name="next"]').click();
    await made.shown();
    expect(made.media.asked).to.deep.equal(['describe one The first one']);
  });

  it('takes a file away, goes on with the next, and brings it back', async () => {
    const made = await opened();
    made.$('dialog.gallery [name="remove-medium"]').click();
    await made.shown();
    expect(shownIn(made)).to.equal('two.jpg');
    const undo = made.$('.toast .link');
    expect(isReached(undo), 'the way back lies under the dialog').to.equal(true);
    undo.click();
    expect(made.media.asked).to.deep.equal(['remove one', 'restore one']);
  });

  it('shows of what this browser cannot show the small picture, says so, and keeps the way to the original', async () => {
    const made = await album();
    const mov = { media_type: 'video', mime_type: 'video/quicktime' } as const;
    made.media.serve('birth', mediaObject('one', { mime_type: 'image/heic' }), mediaObject('two', mov));
    await made.shown();
    made.all('.tile')[0]!.click();
    await waitUntil(() => made.count('dialog.gallery[open]') === 1, 'it does not open');
    made.$('figure img').dispatchEvent(new Event('error'));
    expect(made.media.asked).to.deep.equal(['failed owner/event/one']);
    made.media.spoil('owner/event/one', 'owner/event/two');
    await made.shown();
    expect(made.$('figure .still').textContent).to.contain('a small version');
    expect(made.count('figure .still img')).to.equal(1);
    made.$('dialog.gallery [name="next"]').click();
    await made.shown();
    expect(made.$('figure .still').textContent).to.contain('cannot play it');
    expect(made.count('figure video')).to.equal(0);
    Object.assign(made.media.urls, { get: () => 'https://files.example/two' });
    made.media.spoil('owner/event/two-small.webp');
    await made.shown();
    expect(made.count('figure .still img')).to.equal(0);
    expect(made.$('dialog.gallery footer a').textContent).to.equal('Open original');
  });

  it('shows to those who may only look no way to change anything', async () => {
    const made = await album({ prepare: (timeline) => timeline.level.set('view') });
    made.media.serve('birth', mediaObject('one'));
    await made.shown();
    made.all('.tile')[0]!.click();
    await waitUntil(() => made.count('dialog.gallery[open]') === 1, 'it does not open');
    expect(made.count('dialog.gallery [name="alt"], dialog.gallery [name="remove-medium"]')).to.equal(0);
  });
});

describe('accessibility of the gallery', () => {
  beforeEach(forgetDrafts);

  for (const kind of ['image', 'video', 'audio', 'document'] as const) {
    it(`holds in the gallery with ${kind}`, async () => {
      const { media, shown, element, all, count } = await album();
      media.serve('birth', mediaObject('one', { media_type: kind }), mediaObject('two'));
      await shown();
      all('.tile')[0]!.click();
      await waitUntil(() => count('dialog.gallery[open]') === 1, 'it does not open');
      await expectNoBarriers(element);
    });
  }
});
