import { expect, html } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EVENTS, forgetDrafts, IRENE, MARIE, scene } from './scene.ts';

describe('what the timeline shows', () => {
  beforeEach(forgetDrafts);

  it('shows the shape of what is to come while it loads', async () => {
    const { $ } = await scene({
      events: [],
      prepare: (timeline) => timeline.phase.set({ name: 'loading' }),
    });
    expect($('[part~="base"]').getAttribute('aria-busy')).to.equal('true');
  });

  it('shows the events newest first, each year with its marker', async () => {
    const { all, words } = await scene();
    expect(all('[part~="marker"]').map((marker) => marker.textContent!.trim())).to.deep.equal([
      '1911',
      '1898',
      '1867',
    ]);
    expect(all('[part~="title"]').map((title) => title.textContent)).to.deep.equal(
      EVENTS.map(({ title }) => title),
    );
    expect(words()).to.contain('July 1898').and.contain('3 events').and.contain('Importance 9 of 10');
  });

  it('shows paragraphs as they were written, without space of its own', async () => {
    const { $ } = await scene({ events: [{ ...EVENTS[0]!, description: 'One\nTwo' }] });
    const description = $('[part~="description"]');
    const words = description.querySelector('span')!;
    expect(words.textContent).to.equal('One\nTwo');
    const lines = new Set([...words.getClientRects()].map(({ top }) => top));
    expect(lines.size).to.equal(2);
    expect(getComputedStyle(description).whiteSpace).to.equal('normal');
  });

  it('takes the colours and the scheme that the page asks for', async () => {
    const { element } = await scene();
    element.parentElement!.style.setProperty('--nality-color-scheme', 'dark');
    expect(getComputedStyle(element).backgroundColor).to.equal('rgb(22, 21, 19)');
    element.parentElement!.style.setProperty('--nality-paper', 'rgb(1, 2, 3)');
    expect(getComputedStyle(element).backgroundColor).to.equal('rgb(1, 2, 3)');
  });

  for (const width of [320, 360, 1200]) {
    it(`needs no sideways scrolling at ${width} pixels`, async () => {
      const title = 'Antidisestablishmentarianism-and-a-very-long-unbroken-word-that-never-ends';
      const { element, card, shown } = await scene({
        events: [{ ...EVENTS[0]!, title, tags: [title] }, EVENTS[1]!],
      });
      element.parentElement!.style.width = `${width}px`;
      card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
      await shown();
      expect(element.scrollWidth).to.be.at.most(width);
      for (const box of element.shadowRoot!.querySelectorAll('[part~="card"], [part~="header"]')) {
        expect(box.scrollWidth, box.className).to.be.at.most(box.clientWidth);
      }
    });
  }

  it('invites me to write the first event of my own empty timeline', async () => {
    const { $, count } = await scene({ events: [] });
    expect($('[data-notice]').dataset['notice']).to.equal('emptyMine');
    expect(count('[part~="add"]')).to.equal(1);
  });

  it('shows the page’s own heading, and its own words where there are no events yet', async () => {
    const template = html`<nality-timeline user-id=${MARIE}>
      <h2 slot="header">The Curies</h2>
      <p slot="empty">Begin with a photo.</p>
    </nality-timeline>`;
    const { element, $, count } = await scene({ events: [], template });
    const heights = [...element.children].map((child) => child.getBoundingClientRect().height > 0);
    expect(heights).to.deep.equal([true, true]);
    expect($('[data-notice]').checkVisibility()).to.equal(false);
    expect($('[name="add"]').checkVisibility(), 'the first event cannot be added').to.equal(true);
    $('[name="add"]').click();
    await waitUntil(() => count('dialog[open]') === 1, 'no form');
  });

  it('says that somebody else’s timeline is empty, without a button where I may not write', async () => {
    const { $, count } = await scene({
      events: [],
      me: IRENE,
      prepare: (timeline) => timeline.level.set('view'),
    });
    expect($('[data-notice]').dataset['notice']).to.equal('emptyTheirs');
    expect(count('[part~="add"]')).to.equal(0);
  });

  it('tells a person to whom nothing is shared that it is private, not that it is broken', async () => {
    const { $, count } = await scene({
      events: [],
      me: IRENE,
      prepare: (timeline) => timeline.level.set('none'),
    });
    expect($('[data-notice]').dataset['notice']).to.equal('notShared');
    expect(count('[role="alert"]')).to.equal(0);
  });

  it('invites to sign in where nobody is signed in, with the page’s own way to do so', async () => {
    const { $ } = await scene({
      events: [],
      me: 'anonymous',
      prepare: (timeline) => timeline.level.set('none'),
      template: html`<nality-timeline user-id=${MARIE}
        ><a slot="sign-in" href="#in">Sign in</a></nality-timeline
      >`,
    });
    expect($('[data-notice]').dataset['notice']).to.equal('signIn');
    expect($<HTMLSlotElement>('slot[name="sign-in"]').assignedElements()).to.have.length(1);
  });

  it('shows nobody’s timeline as mine while nobody is signed in', async () => {
    const { $ } = await scene({ me: 'anonymous', template: html`<nality-timeline></nality-timeline>` });
    expect($('[data-notice]').dataset['notice']).to.equal('signInMine');
  });

  it('shows my own timeline where no user-id is given', async () => {
    const { count } = await scene({ template: html`<nality-timeline></nality-timeline>` });
    expect(count('[part~="card"]')).to.equal(3);
  });

  it('says what went wrong and loads again on request', async () => {
    const error = new NalityError('timeout', 'No answer');
    const { $, timeline, words } = await scene({
      events: [],
      prepare: (t) => t.phase.set({ name: 'failed', error }),
    });
    expect(words()).to.contain('No answer in time');
    $('[part~="error"] button').click();
    expect(timeline.reloads).to.equal(1);
  });

  it('shows a refusal to read as privacy', async () => {
    const error = new NalityError('denied', 'No');
    const { $ } = await scene({
      events: [],
      me: IRENE,
      prepare: (t) => t.phase.set({ name: 'failed', error }),
    });
    expect($('[data-notice]').dataset['notice']).to.equal('notShared');
  });

  it('shows why the provider could not start, without a button that could not help', async () => {
    const { state, shown, $, words, count } = await scene();
    state.set({ name: 'failed', error: new NalityError('secret-key', 'No') });
    await shown();
    expect($('[part~="error"]').dataset['error']).to.equal('secret-key');
    expect(words()).to.contain('publishable key');
    expect(count('[part~="error"] button')).to.equal(0);
  });

  it('keeps the events on the screen while offline, with a quiet line', async () => {
    const { core, timeline, shown, $, count } = await scene();
    core.connection.set({ name: 'paused', reasons: ['offline'] });
    timeline.phase.set({ name: 'stale' });
    await shown();
    expect($('[part~="banner"]').textContent).to.contain('kept and sent later');
    expect(count('[part~="card"]')).to.equal(3);
    expect(count('[part~="add"]')).to.equal(1);
    core.connection.set({ name: 'online' });
    timeline.phase.set({ name: 'live' });
    await shown();
    expect(count('[part~="banner"]')).to.equal(0);
  });

  it('keeps the events on the screen when they cannot be refreshed', async () => {
    const { timeline, shown, $, count } = await scene();
    timeline.phase.set({ name: 'failed', error: new NalityError('server', 'x') });
    await shown();
    expect(count('[part~="card"]')).to.equal(3);
    $('[part~="banner"] button').click();
    expect(timeline.reloads).to.equal(1);
  });

  it('tells a wrong user-id in the widget and once in the console', async () => {
    const warned: unknown[] = [];
    const { warn } = console;
    console.warn = (message: unknown) => void warned.push(message);
    try {
      const template = html`<nality-timeline user-id="marie-not-an-id"></nality-timeline>`;
      const { $ } = await scene({ template });
      await scene({ template });
      expect($('[data-notice]').dataset['notice']).to.equal('invalidUser');
      expect(warned).to.deep.equal([
        'nality: <nality-timeline user-id="marie-not-an-id">: user-id must be the UUID of a person.',
      ]);
    } finally {
      console.warn = warn;
    }
  });

  it('takes an unknown view for the usual one', async () => {
    const { element } = await scene({
      template: html`<nality-timeline user-id=${MARIE} view="zodiac"></nality-timeline>`,
    });
    expect(element.view).to.equal('time');
  });

  for (const [view, markers] of [
    ['decade', ['1910s', '1890s', '1860s']],
    ['category', ['Family', 'Achievement', 'Other']],
    ['importance', ['Turning points', 'Along the way']],
  ] as const) {
    it(`groups by ${view}`, async () => {
      const { all } = await scene({
        template: html`<nality-timeline user-id=${MARIE} view=${view}></nality-timeline>`,
      });
      expect(all('[part~="marker"]').map((marker) => marker.textContent!.trim())).to.deep.equal(markers);
    });
  }

  it('counts the others who are in, in an attribute', async () => {
    const { element, timeline, shown } = await scene();
    timeline.collaborators.set(2);
    await shown();
    expect(element.getAttribute('collaborators')).to.equal('2');
  });

  for (const level of ['view', 'comment'] as const) {
    it(`offers nothing to change at level ${level}`, async () => {
      const { shown, timeline, count } = await scene();
      timeline.level.set(level);
      await shown();
      expect(count('[name="add"], [name="edit"], [name="remove"]')).to.equal(0);
    });
  }

  it('offers nothing to change when readonly, whatever my right', async () => {
    const { count } = await scene({
      template: html`<nality-timeline user-id=${MARIE} readonly></nality-timeline>`,
    });
    expect(count('[name="add"], [name="edit"], [name="remove"]')).to.equal(0);
  });

  it('renders what people wrote as text', async () => {
    const evil = '<img src=x onerror="window.pwned = 1">';
    const { $, count } = await scene({
      events: [{ ...EVENTS[0]!, title: evil, description: evil, location: evil, tags: [evil] }],
    });
    expect($('[part~="title"]').textContent).to.equal(evil);
    expect(count('[part~="card"] img')).to.equal(0);
    expect('pwned' in window).to.equal(false);
  });

  it('shows a drawing with its description, and none with an address that is not safe', async () => {
    const drawing =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==';
    const { $, count } = await scene({
      events: [
        { ...EVENTS[0]!, metadata: { drawing, drawing_alt: 'A medal' } },
        { ...EVENTS[1]!, metadata: { drawing: 'javascript:alert(1)' } },
      ],
    });
    expect($<HTMLImageElement>('[part~="drawing"] img').alt).to.equal('A medal');
    expect(count('[data-event-id="polonium"] img')).to.equal(0);
  });
});
