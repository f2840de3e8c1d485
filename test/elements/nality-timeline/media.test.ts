import { expect, html } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import type { Upload } from '../../../src/core/features/media/upload.ts';
import { expectNoBarriers } from '../../support/barriers.ts';
import { mediaObject } from '../../support/fake-media.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { album, type Album } from './album.ts';
import { forgetDrafts, IRENE, MARIE, type } from './scene.ts';

const file = (name: string): File => new File(['\xff\xd8\xff'], name, { type: 'image/jpeg' });

function transfer(...files: File[]): DataTransfer {
  const data = new DataTransfer();
  for (const one of files) data.items.add(one);
  return data;
}

/** Somebody pastes it. The constructor of Firefox's own event for this takes no files. */
function pasting(clipboardData: DataTransfer): Event {
  const paste = new Event('paste', { bubbles: true, composed: true, cancelable: true });
  return Object.assign(paste, { clipboardData });
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

  it('that run tell how long, and a film is told from a photo', async () => {
    const { media, shown, card } = await album();
    const film = { media_type: 'video', mime_type: 'video/mp4', duration_seconds: 65 } as const;
    const sound = { media_type: 'audio', mime_type: 'audio/mpeg', thumbnail_path: null } as const;
    media.serve(
      'birth',
      mediaObject('feast', film),
      mediaObject('song', { ...sound, duration_seconds: 3725 }),
    );
    await shown();
    const [feast, song] = card('birth').querySelectorAll('.tile');
    expect(feast!.querySelector('img')).to.not.equal(null);
    expect(feast!.querySelector('.length .icon')).to.not.equal(null);
    expect(feast!.textContent!.trim()).to.equal('1:05');
    expect(feast!.getAttribute('aria-label')).to.equal('Video 1:05: feast.jpg. Open');
    expect(song!.querySelector('.length')!.textContent!.trim()).to.equal('1:02:05');
  });

  it('are asked for anew when their address has run out', async () => {
    const { media, shown, $ } = await album();
    media.serve('birth', mediaObject('house'));
    await shown();
    $('.tile img').dispatchEvent(new Event('error'));
    expect(media.asked).to.deep.equal(['failed owner/event/house-small.webp']);
  });

  it('that this browser cannot show are named, and not loaded again', async () => {
    const { media, shown, card } = await album();
    media.serve('birth', mediaObject('house'));
    await shown();
    media.spoil('owner/event/house-small.webp');
    await shown();
    expect(card('birth').querySelector('.tile img')).to.equal(null);
    expect(card('birth').querySelector('.tile')!.textContent!.trim()).to.equal('house.jpg');
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
    const paste = pasting(transfer(file('image.png')));
    card('birth').dispatchEvent(paste);
    await shown();
    expect(paste.defaultPrevented).to.be.true;
    expect(media.asked).to.deep.equal(['add birth image.png']);
  });

  it('leaves text that was copied with a picture of itself to the field that it is pasted into', async () => {
    const { media, $, shown } = await album();
    $('[data-event-id="birth"] [name="edit"]').click();
    await shown();
    const copied = transfer(file('image.png'));
    copied.items.add('Born in Warsaw', 'text/plain');
    const paste = pasting(copied);
    $('[name="title"]').dispatchEvent(paste);
    await shown();
    expect(paste.defaultPrevented).to.be.false;
    expect(media.asked).to.deep.equal([]);
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

  /** The form for a new event, in which a photo is chosen. */
  async function chosen(staged?: Parameters<typeof album>[1]): Promise<Album> {
    const made = await album({}, staged);
    await openForm(made);
    made.$('dialog [name="add-files"]').click();
    const input = made.$<HTMLInputElement>('[name="files"]');
    input.files = transfer(file('a.jpg')).files;
    input.dispatchEvent(new Event('change'));
    await made.shown();
    return made;
  }
  async function openForm({ $, count }: Album): Promise<void> {
    $('[name="add"]').click();
    await waitUntil(() => count('dialog [name="add-files"]') === 1, 'no form');
  }
  async function leaveForm({ $, shown }: Album): Promise<void> {
    $('dialog').dispatchEvent(new Event('cancel', { cancelable: true }));
    await shown();
  }

  it('for an event that is being written waits until it is saved', async () => {
    const { media, timeline, $, words, shown } = await chosen();
    expect(words()).to.contain('These are added when you save.');
    expect(media.asked).to.deep.equal([]);
    type($('dialog [name="title"]'), 'A first day');
    type($('dialog [name="when"]'), '1870');
    await shown();
    $('dialog [type="submit"]').click();
    await shown();
    expect(media.asked).to.deep.equal([`add ${timeline.pending[0]!.rowId} a.jpg`]);
  });

  it('for an event that is being written stays over leaving it, and goes with it when that is thrown away', async () => {
    const made = await chosen();
    type(made.$('dialog [name="title"]'), 'A first day');
    await leaveForm(made);
    await openForm(made);
    expect(made.words()).to.contain('a.jpg');
    await leaveForm(made);
    made.$('.toast .link').click();
    await openForm(made);
    expect(made.words()).not.to.contain('a.jpg');
  });

  it('for an event that is being written is there again with what was typed after a reload', async () => {
    const staged: Parameters<typeof album>[1] = [];
    const before = await chosen(staged);
    type(before.$('dialog [name="title"]'), 'A first day');
    await before.shown();
    before.element.remove();
    const made = await album({}, staged);
    await openForm(made);
    expect(made.$<HTMLInputElement>('dialog [name="title"]').value).to.equal('A first day');
    expect(made.words()).to.contain('a.jpg').and.not.to.contain('leave this page open');
    type(made.$('dialog [name="when"]'), '1870');
    await made.shown();
    made.$('dialog [type="submit"]').click();
    await made.shown();
    await made.shown();
    expect(made.media.asked).to.deep.equal([`add ${made.timeline.pending[0]!.rowId} a.jpg`]);
    expect(staged, 'it is kept although it is sent').to.be.empty;
  });

  it('for an event that is being written goes from the disk when it is thrown away, and comes back', async () => {
    const staged: Parameters<typeof album>[1] = [];
    const made = await chosen(staged);
    type(made.$('dialog [name="title"]'), 'A first day');
    await leaveForm(made);
    expect(staged).to.have.length(1);
    made.$('.toast .link').click();
    await made.shown();
    expect(staged).to.be.empty;
    made.$('.toast .link').click();
    await made.shown();
    expect(staged.map(({ file }) => file.name)).to.deep.equal(['a.jpg']);
    await openForm(made);
    expect(made.words()).to.contain('a.jpg');
  });

  it('that cannot be kept over a reload is said to need this page', async () => {
    const staged = Object.assign<unknown[], object>([], { push: () => 0 }) as Parameters<typeof album>[1];
    const made = await chosen(staged);
    await made.shown();
    expect(made.words()).to.contain('Not all can be kept here: leave this page open until then.');
  });

  it('for an event that is being written is for the eyes of who chose it alone', async () => {
    const made = await chosen();
    made.core.identity.set({ name: 'person', id: IRENE, isAnonymous: false });
    await made.shown();
    await openForm(made);
    expect(made.words()).not.to.contain('a.jpg');
    await leaveForm(made);
    made.core.identity.set({ name: 'person', id: MARIE, isAnonymous: false });
    await made.shown();
    await openForm(made);
    expect(made.words()).to.contain('a.jpg');
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
    await expectNoBarriers(element);
  });
});
