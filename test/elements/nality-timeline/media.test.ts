import { expect, html, waitUntil } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import type { Upload } from '../../../src/core/features/media/upload.ts';
import type { Signal } from '../../../src/core/lib/signal.ts';
import { mediaObject, offerMedia, type FakeMedia } from '../../support/fake-media.ts';
import { forgetDrafts, MARIE, scene, type, type Scene, type SceneOptions } from './scene.ts';

interface Album extends Scene {
  media: FakeMedia;
  counts: Signal<ReadonlyMap<string, number>>;
}

/** A timeline whose media are there. */
async function album(options: SceneOptions = {}): Promise<Album> {
  let offered: ReturnType<typeof offerMedia> | undefined;
  const made = await scene({
    ...options,
    prepare(timeline, core) {
      offered = offerMedia(core);
      options.prepare?.(timeline, core);
    },
  });
  const { media, counts } = offered!;
  counts.set(new Map([['birth', 2]]));
  await waitUntil(() => made.count('.comment-count') === 1, 'what stands beside the events is not loaded', {
    timeout: 8_000,
  });
  return { ...made, media, counts };
}

const file = (name: string): File => new File(['\xff\xd8\xff'], name, { type: 'image/jpeg' });

function transfer(...files: File[]): DataTransfer {
  const data = new DataTransfer();
  for (const one of files) data.items.add(one);
  return data;
}

const upload = (part: Partial<Upload> = {}): Upload => ({
  id: 'up',
  eventId: 'birth',
  name: 'warsaw.jpg',
  size: 200,
  type: 'image',
  state: 'sending',
  sent: 84,
  kept: true,
  altText: '',
  ...part,
});

function press(target: Element, key: string): void {
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
}

describe('photos and files on a card', () => {
  beforeEach(forgetDrafts);

  it('are shown small, each by what is to be seen or by its name, in boxes that do not move', async () => {
    const { media, shown, card, count } = await album();
    media.serve('birth', mediaObject('house', { alt_text: 'A house' }), mediaObject('street'));
    await shown();
    const labels = [...card('birth').querySelectorAll('.tile')].map((tile) =>
      tile.getAttribute('aria-label'),
    );
    expect(labels).to.deep.equal(['Photo: A house. Open', 'Photo: street.jpg. Open']);
    expect(card('birth').querySelector('img')!.loading).to.equal('lazy');
    const { width, height } = card('birth').querySelector('.tile')!.getBoundingClientRect();
    expect(width).to.equal(height);
    expect(count('.tile')).to.equal(2);
  });

  it('beyond a handful are counted', async () => {
    const { media, shown, all } = await album();
    media.serve('birth', ...Array.from({ length: 9 }, (_, i) => mediaObject(`photo-${i}`)));
    await shown();
    expect(all('.tile').map((tile) => tile.textContent!.trim())).to.deep.equal(['', '', '', '', '+5']);
    expect(all('.tile.rest')[0]!.getAttribute('aria-label')).to.equal('5 more. Open');
  });

  it('that no browser draws are named', async () => {
    const { media, shown, card } = await album();
    const pdf = { thumbnail_path: null, mime_type: 'application/pdf', media_type: 'document' } as const;
    media.serve('birth', mediaObject('letter', { ...pdf, file_name: 'letter.pdf' }));
    await shown();
    expect(card('birth').querySelector('.tile img')).to.equal(null);
    expect(card('birth').querySelector('.tile')!.textContent!.trim()).to.equal('letter.pdf');
  });

  it('are asked for anew when their address has run out', async () => {
    const { media, shown, $ } = await album();
    media.serve('birth', mediaObject('house'));
    await shown();
    $('.tile img').dispatchEvent(new Event('error'));
    expect(media.asked).to.deep.equal(['forget owner/event/house-small.webp']);
  });

  it('that the server refused say so, and can be tried again', async () => {
    const { media, shown, card } = await album();
    const error = new NalityError('invalid', 'too many');
    media.serve('birth', { row: mediaObject('house'), state: 'failed', error, operationId: 'op' });
    await shown();
    const state = card('birth').querySelector('.row-state')!;
    expect(state.textContent).to.contain('Not saved');
    state.querySelector('button')!.click();
    expect(media.asked).to.deep.equal(['settle op retry']);
  });

  it('have their number of comments beside them', async () => {
    const { card } = await album();
    expect(card('birth').querySelector('.comment-count')!.textContent).to.contain('2 comments');
  });
});

describe('bringing files', () => {
  beforeEach(forgetDrafts);

  it('goes by the button of a card', async () => {
    const { media, $, card, shown } = await album();
    card('birth').querySelector<HTMLElement>('[name="add-files"]')!.click();
    const input = $<HTMLInputElement>('[name="files"]');
    input.files = transfer(file('a.jpg'), file('b.jpg')).files;
    input.dispatchEvent(new Event('change'));
    await shown();
    expect(media.asked).to.deep.equal(['add birth a.jpg b.jpg']);
  });

  it('goes by dropping them on a card, which shows that it takes them', async () => {
    const { media, card, shown } = await album();
    const over = new DragEvent('dragover', {
      bubbles: true,
      composed: true,
      cancelable: true,
      dataTransfer: transfer(file('a.jpg')),
    });
    card('birth').dispatchEvent(over);
    expect(over.defaultPrevented).to.be.true;
    expect(card('birth').hasAttribute('dropping')).to.be.true;
    const drop = new DragEvent('drop', {
      bubbles: true,
      composed: true,
      cancelable: true,
      dataTransfer: transfer(file('a.jpg')),
    });
    card('birth').dispatchEvent(drop);
    await shown();
    expect(card('birth').hasAttribute('dropping')).to.be.false;
    expect(media.asked).to.deep.equal(['add birth a.jpg']);
  });

  it('beside all events keeps the page and says where to', async () => {
    const { media, $, words, shown } = await album();
    const drop = new DragEvent('drop', {
      bubbles: true,
      composed: true,
      cancelable: true,
      dataTransfer: transfer(file('a.jpg')),
    });
    $('[part~="base"]').dispatchEvent(drop);
    await shown();
    expect(drop.defaultPrevented).to.be.true;
    expect(media.asked).to.deep.equal([]);
    expect(words()).to.contain('Drop files on the event that they belong to.');
  });

  it('goes by pasting on a card', async () => {
    const { media, card, shown } = await album();
    const paste = new ClipboardEvent('paste', {
      bubbles: true,
      composed: true,
      cancelable: true,
      clipboardData: transfer(file('image.png')),
    });
    card('birth').dispatchEvent(paste);
    await shown();
    expect(media.asked).to.deep.equal(['add birth image.png']);
  });

  it('is left to the page where nothing may be changed', async () => {
    const { media, card, count } = await album({
      template: html`<nality-timeline user-id=${MARIE} readonly></nality-timeline>`,
    });
    const drop = new DragEvent('drop', {
      bubbles: true,
      composed: true,
      cancelable: true,
      dataTransfer: transfer(file('a.jpg')),
    });
    card('birth').dispatchEvent(drop);
    expect(drop.defaultPrevented).to.be.false;
    expect(media.asked).to.deep.equal([]);
    expect(count('[name="add-files"], [name="files"]')).to.equal(0);
  });

  it('says in plain words what is not taken, and why', async () => {
    const { media, card, words, shown } = await album();
    media.refuse = [
      { name: 'a.svg', reason: 'unknown-type' },
      { name: 'b.svg', reason: 'unknown-type' },
    ];
    const drop = new DragEvent('drop', {
      bubbles: true,
      composed: true,
      cancelable: true,
      dataTransfer: transfer(file('a.svg')),
    });
    card('birth').dispatchEvent(drop);
    await shown();
    expect(words()).to.contain('a.svg, b.svg: photos (JPEG, PNG, WebP, HEIC), videos');
  });

  it('for an event that is being written waits until it is saved', async () => {
    const { media, timeline, $, words, shown, all } = await album();
    $('[name="add"]').click();
    await waitUntil(() => all('dialog [name="add-files"]').length === 1, 'no form', { timeout: 8_000 });
    $('dialog [name="add-files"]').click();
    const input = $<HTMLInputElement>('[name="files"]');
    input.files = transfer(file('a.jpg')).files;
    input.dispatchEvent(new Event('change'));
    await shown();
    expect(words()).to.contain('These are added when you save.');
    expect(media.asked).to.deep.equal([]);
    type($('dialog [name="title"]'), 'A first day');
    type($('dialog [name="when"]'), '1870');
    await shown();
    $('dialog [type="submit"]').click();
    await shown();
    expect(media.asked).to.deep.equal([`add ${timeline.pending[0]!.rowId} a.jpg`]);
  });
});

describe('files on their way', () => {
  beforeEach(forgetDrafts);

  it('show how far they are, and can be given up', async () => {
    const { media, shown, card } = await album();
    media.uploads.set([upload()]);
    await shown();
    const row = card('birth').querySelector('.upload')!;
    expect(row.querySelector('progress')!.value).to.equal(42);
    expect(row.textContent).to.contain('42 %');
    row.querySelector<HTMLElement>('[aria-label="Stop sending warsaw.jpg"]')!.click();
    expect(media.asked).to.deep.equal(['cancel up']);
  });

  it('say why they wait or failed, and can be tried again', async () => {
    const { media, shown, card } = await album();
    media.uploads.set([upload({ state: 'waiting', error: new NalityError('offline', '') })]);
    await shown();
    expect(card('birth').querySelector('.upload')!.textContent).to.contain('Waits for a connection');
    media.uploads.set([upload({ state: 'failed', error: new NalityError('denied', '') })]);
    await shown();
    const row = card('birth').querySelector<HTMLElement>('.upload')!;
    expect(row.textContent).to.contain('Not sent.');
    expect(row.textContent).to.contain('Your right here does not allow it.');
    row.querySelector('button')!.click();
    expect(media.asked).to.deep.equal(['retry up']);
  });

  it('that are too big to be kept say so plainly', async () => {
    const { media, shown, words } = await album();
    media.uploads.set([upload({ kept: false })]);
    await shown();
    expect(words()).to.contain('leave this page open until it is done');
  });

  it('keep what is typed about them, also when they arrive meanwhile, and tell that', async () => {
    const { media, shown, $, words } = await album();
    media.uploads.set([upload()]);
    await shown();
    type($('[name="alt-up"]'), 'A street in Warsaw');
    media.uploads.set([upload({ state: 'saving', sent: 200 })]);
    await shown();
    media.uploads.set([]);
    await shown();
    await shown();
    expect(media.asked).to.deep.equal(['describe up A street in Warsaw']);
    expect(words()).to.contain('warsaw.jpg was added');
  });
});

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
    await waitUntil(() => made.count('dialog.gallery[open]') === 1, 'it does not open', { timeout: 8_000 });
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
    made.$('.toast .link').click();
    expect(made.media.asked).to.deep.equal(['remove one', 'restore one']);
  });

  it('shows to those who may only look no way to change anything', async () => {
    const made = await album({ prepare: (timeline) => timeline.level.set('view') });
    made.media.serve('birth', mediaObject('one'));
    await made.shown();
    made.all('.tile')[0]!.click();
    await waitUntil(() => made.count('dialog.gallery[open]') === 1, 'it does not open', { timeout: 8_000 });
    expect(made.count('dialog.gallery [name="alt"], dialog.gallery [name="remove-medium"]')).to.equal(0);
  });
});

describe('accessibility of media', () => {
  beforeEach(forgetDrafts);

  it('holds with tiles, files on their way and what failed', async () => {
    const { media, shown, element } = await album();
    media.serve(
      'birth',
      mediaObject('one'),
      mediaObject('two', { thumbnail_path: null, mime_type: 'image/heic' }),
    );
    media.uploads.set([
      upload(),
      upload({ id: 'wait', state: 'waiting', kept: false }),
      upload({ id: 'fail', state: 'failed', error: new NalityError('denied', '') }),
    ]);
    await shown();
    await expect(element).to.be.accessible();
  });

  for (const kind of ['image', 'video', 'audio', 'document'] as const) {
    it(`holds in the gallery with ${kind}`, async () => {
      const { media, shown, element, all, count, $ } = await album();
      media.serve('birth', mediaObject('one', { media_type: kind }), mediaObject('two'));
      await shown();
      all('.tile')[0]!.click();
      await waitUntil(() => count('dialog.gallery[open]') === 1, 'it does not open', { timeout: 8_000 });
      for (const rising of $('dialog').getAnimations()) rising.finish();
      await expect(element).to.be.accessible();
    });
  }
});
