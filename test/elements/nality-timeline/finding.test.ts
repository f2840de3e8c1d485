import { expect, nextFrame, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { expectNoBarriers } from '../../support/barriers.ts';
import { mediaObject, offerMedia, type FakeMedia } from '../../support/fake-media.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { cards, choose, date, finding, narrow } from './finding-scene.ts';
import { EVENTS, forgetDrafts, scene, toldOf, type, type Scene } from './scene.ts';

describe('searching the timeline', () => {
  beforeEach(() => {
    forgetDrafts();
    sessionStorage.clear();
  });

  it('is one quiet button until somebody asks for it', async () => {
    const { count, $ } = await scene();
    expect(count('.find')).to.equal(0);
    expect($('[name="search"]').getAttribute('aria-expanded')).to.equal('false');
  });

  it('opens with /, finds by all words and marks them', async () => {
    const stage = await scene();
    stage.card('nobel').focus();
    await sendKeys({ press: '/' });
    await waitUntil(() => stage.focus() === 'query');
    expect(stage.$<HTMLInputElement>('[name="query"]').value).to.equal('');
    await sendKeys({ type: 'prize STOCK' });
    await stage.shown();
    expect(cards(stage)).to.deep.equal(['nobel']);
    expect(stage.all('mark').map((mark) => mark.textContent)).to.deep.equal(['Stock', 'Prize']);
    expect(stage.$('[part~="title"]').textContent).to.equal('A second Nobel Prize');
    expect(stage.$('[part~="found"]').textContent).to.equal('1 of 3 events match');
    await expectNoBarriers(stage.element);
  });

  it('tells how many match, politely and once one has stopped typing', async () => {
    const stage = await finding();
    type(stage.$('[name="query"]'), 'o');
    type(stage.$('[name="query"]'), 'po');
    await stage.shown();
    const told = (): string =>
      stage
        .all('[data-announcer] span')
        .map((span) => span.textContent)
        .join('');
    expect(told()).to.equal('');
    await waitUntil(() => told() !== '', 'nothing was said');
    expect(told()).to.equal('1 of 3 events match');
  });

  it('empties the field with Escape, then goes, and the focus is where it was opened', async () => {
    const stage = await finding();
    await sendKeys({ type: 'nobel' });
    await sendKeys({ press: 'Escape' });
    await stage.shown();
    expect(cards(stage)).to.have.length(3);
    expect(stage.focus()).to.equal('query');
    await sendKeys({ press: 'Escape' });
    await stage.shown();
    expect(stage.count('.find')).to.equal(0);
    expect(stage.focus()).to.equal('search');
  });

  it('says that nothing matches, and shows everything again on request', async () => {
    const stage = await finding();
    type(stage.$('[name="query"]'), 'zodiac');
    await stage.shown();
    expect(stage.$('[data-notice]').dataset['notice']).to.equal('nothingFound');
    expect(stage.count('[name="add"]')).to.equal(1);
    await expectNoBarriers(stage.element);
    stage.$('[data-notice] button').click();
    await stage.shown();
    expect(cards(stage)).to.have.length(3);
    expect(stage.focus()).to.equal('query');
  });

  it('narrows down by category, importance, tag and dates, each a chip that can be taken away', async () => {
    const stage = await finding();
    await choose(stage, 'Category', 'achievement');
    await choose(stage, 'Category', 'family');
    expect(cards(stage)).to.deep.equal(['nobel', 'birth']);
    await choose(stage, 'Importance', '7');
    expect(cards(stage)).to.deep.equal(['nobel']);
    await choose(stage, 'Tag', 'Nobel');
    await date(stage, 'from', 'about 1912');
    await date(stage, 'to', '1911');
    expect(stage.all('[part~="filter"] span').map((chip) => chip.textContent)).to.deep.equal([
      'Achievement',
      'Family',
      'Importance 7 or more',
      'Nobel',
      'From about 1912',
      'To 1911',
    ]);
    expect(cards(stage)).to.deep.equal(['nobel']);
    await expectNoBarriers(stage.element);
    const remove = (name: string): void => stage.$(`[aria-label="Remove the filter ${name}"]`).click();
    remove('Importance 7 or more');
    await stage.shown();
    expect(stage.focus()).to.equal('query');
    expect(stage.count('[part~="filter"]')).to.equal(5);
    stage.$('[name="clear"]').click();
    await stage.shown();
    expect(cards(stage)).to.have.length(3);
    expect(stage.count('[part~="filter"]')).to.equal(0);
  });

  it('says beside a date why it cannot be read, and hides nothing for it', async () => {
    const stage = await finding();
    const { $, shown, count } = stage;
    const field = $<HTMLInputElement>('[name="from"]');
    expect(toldOf(stage, field)).to.equal('');
    for (const [typed, problem] of [
      ['once', 'From: This cannot be read as a date'],
      ['March', 'The year is missing'],
      ['until 1900', 'This cannot be read as a date'],
    ] as const) {
      await date(stage, 'from', typed);
      expect(field.getAttribute('aria-invalid')).to.equal('true');
      expect(toldOf(stage, field)).to.contain(problem);
      expect(field.title).to.equal('');
      expect(cards(stage)).to.have.length(3);
      expect(count('[part~="filter"]')).to.equal(0);
    }
    expect(field.labels![0]!.textContent!.trim()).to.equal('From');
    await expectNoBarriers(stage.element);
    await date(stage, 'from', '1900');
    await shown();
    expect(field.hasAttribute('aria-invalid')).to.equal(false);
    expect(toldOf(stage, field)).to.equal('');
    expect(cards(stage)).to.deep.equal(['nobel']);
  });

  it('says that the end lies before the beginning, and follows the beginning alone', async () => {
    const stage = await finding();
    const field = stage.$<HTMLInputElement>('[name="to"]');
    await date(stage, 'to', '1870');
    expect(cards(stage)).to.deep.equal(['birth']);
    await date(stage, 'from', '1898');
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(toldOf(stage, field)).to.equal('To: The end lies before the beginning.');
    expect(cards(stage)).to.deep.equal(['nobel', 'polonium']);
    await expectNoBarriers(stage.element);
    await date(stage, 'to', '1898');
    expect(field.hasAttribute('aria-invalid')).to.equal(false);
    expect(cards(stage)).to.deep.equal(['polonium']);
  });

  it('tells what is wrong with a date before how many match', async () => {
    const stage = await finding();
    await date(stage, 'to', 'once');
    const told = (): string => stage.$('[data-announcer]:last-of-type').textContent!.trim();
    await waitUntil(() => told() !== '', 'nothing was said');
    expect(told()).to.match(/^To: This cannot be read as a date\..* 3 of 3 events match$/);
  });

  it('offers nothing of media where nothing is known of them', async () => {
    const { count } = await finding();
    expect(count('.narrow [aria-label="Media"]')).to.equal(0);
  });

  it('asks for the kinds of media that there are, and follows them', async () => {
    let media: FakeMedia | undefined;
    const stage = await finding({ prepare: (_timeline, core) => void ({ media } = offerMedia(core)) });
    const label = '.narrow [aria-label="Media"]';
    media!.serve('birth', mediaObject('a'), mediaObject('b', { media_type: 'document' }));
    await waitUntil(() => stage.count(label) === 1, 'media are not loaded');
    const kinds = [...stage.$<HTMLSelectElement>(label).options].map(({ value }) => value);
    expect(kinds).to.deep.equal(['', 'image', 'document']);
    await choose(stage, 'Media', 'image');
    expect(cards(stage)).to.deep.equal(['birth']);
    media!.serve('nobel', mediaObject('c'));
    await stage.shown();
    expect(cards(stage)).to.deep.equal(['nobel', 'birth']);
  });

  it('is as it was after a reload, and not in the address', async () => {
    const address = window.location.href;
    const first = await finding();
    type(first.$('[name="query"]'), 'warsaw');
    await first.shown();
    const second = await scene();
    await waitUntil(() => cards(second).length === 1);
    expect(second.$<HTMLInputElement>('[name="query"]').value).to.equal('warsaw');
    expect(window.location.href).to.equal(address);
  });

  it('takes in what others do', async () => {
    const stage = await finding();
    type(stage.$('[name="query"]'), 'radium');
    await stage.shown();
    stage.timeline.changeByOther('polonium', { title: 'Radium' });
    await stage.shown();
    expect(cards(stage)).to.deep.equal(['polonium']);
  });

  it('keeps an event in sight while it is edited, and shows a new one that would not match', async () => {
    const stage = await finding();
    type(stage.$('[name="query"]'), 'polonium');
    await stage.shown();
    stage.card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    await stage.shown();
    stage.timeline.changeByOther('polonium', { title: 'Radium', description: null });
    await stage.shown();
    expect(cards(stage)).to.deep.equal(['polonium']);
    type(stage.$('.inline [name="title"]'), 'Thorium');
    stage.$('.inline [type="submit"]').click();
    await stage.shown();
    expect(stage.focus()).to.equal('polonium');
  });

  it('leaves its letters alone: N, J and / are typed', async () => {
    const stage = await finding();
    await sendKeys({ type: 'nj/e' });
    await stage.shown();
    expect(stage.$<HTMLInputElement>('[name="query"]').value).to.equal('nj/e');
    expect(stage.count('dialog')).to.equal(0);
  });

  it('speaks German where the page does', async () => {
    const stage = await finding({ lang: 'de' });
    await waitUntil(() => stage.words().includes('Ereignis'));
    expect(stage.words()).to.contain('3 von 3 Ereignissen passen').and.contain('Springe zu');
    await expectNoBarriers(stage.element);
    await scene();
  });

  it('is accessible and fits a column of 320 pixels, with what is wrong, too', async () => {
    const stage = await finding();
    stage.element.parentElement!.style.width = '320px';
    await narrow(stage);
    await date(stage, 'to', 'once upon a time');
    await expectNoBarriers(stage.element);
    expect(stage.element.scrollWidth).to.be.at.most(320);
    expect(stage.$('.find').scrollWidth).to.be.at.most(stage.$('.find').clientWidth);
  });
});

describe('a link to an event', () => {
  beforeEach(() => {
    forgetDrafts();
    sessionStorage.clear();
  });
  afterEach(() => history.replaceState(null, '', window.location.pathname + window.location.search));

  const link = (id: string): void => history.replaceState(null, '', `#nality-event-${id}`);
  const isLit = ({ card }: Scene, id: string): boolean =>
    card(id)
      .getAnimations()
      .some((animation) => animation.playState === 'running' && !(animation instanceof CSSTransition));

  it('leads to it at the start, and lights it up', async () => {
    link('birth');
    const stage = await scene();
    await waitUntil(() => isLit(stage, 'birth'));
    expect(document.activeElement).to.not.equal(stage.element);
  });

  it('leads to it as soon as it is there', async () => {
    link('birth');
    const stage = await scene({ events: EVENTS.slice(0, 2) });
    await nextFrame();
    stage.timeline.serve(EVENTS[2]!);
    await stage.shown();
    await waitUntil(() => isLit(stage, 'birth'));
  });

  it('is followed when the address changes, with the focus, and over what is searched for', async () => {
    const stage = await finding();
    type(stage.$('[name="query"]'), 'polonium');
    await stage.shown();
    window.location.hash = '#nality-event-birth';
    await waitUntil(() => stage.focus() === 'birth');
    expect(cards(stage)).to.include('birth');
    await waitUntil(() => isLit(stage, 'birth'));
  });

  it('with a comment on it leads to the event where the page has no place for comments', async () => {
    const stage = await finding();
    const comments = document.createElement('nality-comments');
    document.body.append(comments);
    const before = stage.focus();
    window.location.hash = '#nality-event-birth&nality-comment-c1';
    await oneEvent(window, 'hashchange');
    await nextFrame();
    await stage.shown();
    expect([stage.focus(), isLit(stage, 'birth')]).to.deep.equal([before, false]);
    comments.remove();
    window.location.hash = '#nality-event-birth&nality-comment-c2';
    await waitUntil(() => stage.focus() === 'birth');
  });

  it('to an event of nobody’s, or to something else, does nothing', async () => {
    link('nobody');
    const stage = await scene();
    window.location.hash = '#contact';
    await nextFrame();
    await stage.shown();
    expect(stage.all('[data-event-id]').some((card) => isLit(stage, card.dataset['eventId']!))).to.equal(
      false,
    );
  });
});
