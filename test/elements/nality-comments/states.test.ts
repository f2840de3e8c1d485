import { expect, html } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EVENT, IRENE, MARIE, PAUL, scene, tidyUp, type Scene } from './scene.ts';

const offline = { name: 'paused', reasons: ['offline'] } as const;

describe('what <nality-comments> shows', () => {
  beforeEach(tidyUp);

  /** Each state: how it is brought about, and a word or selector by which it is known. */
  const states: Record<string, { open: () => Promise<Scene>; shows: string; has: string; lacks?: string }> = {
    'comments with their answers': {
      open: () => scene(),
      shows: 'It was cold there.',
      has: '.replies article',
    },
    'the shape of what is to come while it loads': {
      open: () => scene({ comments: [], prepare: ({ phase }) => phase.set({ name: 'loading' }) }),
      shows: 'The comments are loading',
      has: '.skeleton',
      lacks: 'article',
    },
    'an invitation where nobody has written anything': {
      open: () => scene({ comments: [] }),
      shows: 'Nobody has written anything yet',
      has: '[data-draft="new"]',
    },
    'no invitation to whoever may not write': {
      open: () => scene({ comments: [], prepare: ({ level }) => level.set('view') }),
      shows: 'No comments yet',
      has: '[data-notice="quiet"]',
      lacks: 'textarea',
    },
    'everything but nothing to write to whoever may only read': {
      open: () => scene({ prepare: ({ level }) => level.set('view') }),
      shows: 'Bravo.',
      has: 'article',
      lacks: 'textarea, .controls, slot[name="sign-in"]',
    },
    'the same where the page makes it readonly': {
      open: () => scene({ template: html`<nality-comments event-id=${EVENT} readonly></nality-comments>` }),
      shows: 'Bravo.',
      has: 'article',
      lacks: 'textarea, .controls',
    },
    'an invitation to sign in where something is public': {
      open: () => scene({ me: 'anonymous', prepare: ({ level }) => level.set('view') }),
      shows: 'Sign in to write a comment.',
      has: '.invitation slot[name="sign-in"]',
      lacks: 'textarea',
    },
    'an invitation to sign in where nothing is': {
      open: () => scene({ comments: [], me: 'anonymous', prepare: ({ level }) => level.set('none') }),
      shows: 'These comments are not public',
      has: '.notice slot[name="sign-in"]',
      lacks: 'textarea',
    },
    'that it is private to whom it is not shared with': {
      open: () => scene({ comments: [], prepare: ({ level }) => level.set('none') }),
      shows: 'These comments are private',
      has: '[data-notice="closed"]',
      lacks: 'textarea',
    },
    'that one is offline, and still a field to write in': {
      open: () =>
        scene({
          comments: [],
          prepare: ({ phase }, { connection }) => (phase.set({ name: 'stale' }), connection.set(offline)),
        }),
      shows: 'What you wrote is kept.',
      has: '[data-notice="offline"] ~ form',
    },
    'what is known and a line above it while offline': {
      open: () =>
        scene({
          prepare: ({ phase }, { connection }) => (phase.set({ name: 'stale' }), connection.set(offline)),
        }),
      shows: 'You’re offline. What you write is kept and sent later.',
      has: '.banners:has([data-banner="offline"]) ~ ol article',
    },
    'what went wrong, and a way to try again': {
      open: () =>
        scene({
          comments: [],
          prepare: ({ phase }) => phase.set({ name: 'failed', error: new NalityError('server', 'Broken.') }),
        }),
      shows: 'Something went wrong on the server',
      has: '[part="error"] button',
      lacks: 'textarea',
    },
    'that the page asks for no event': {
      open: () => scene({ template: html`<nality-comments event-id="42"></nality-comments>` }),
      shows: 'These comments have no valid address',
      has: '[data-notice="invalid"]',
      lacks: 'textarea, article',
    },
    'who is writing': {
      open: () =>
        scene({
          prepare: ({ typists, people }) => typists.set([IRENE, PAUL].map((id) => people.get().get(id)!)),
        }),
      shows: 'Irène and Paul Langevin are writing …',
      has: '[part="typing"]',
    },
    'fields to answer and to change, a refused comment and a message': {
      async open() {
        const opened = await scene();
        opened.comment('hers').querySelector<HTMLElement>('[name="reply"]')!.click();
        opened.comment('mine').querySelector<HTMLElement>('[name="edit"]')!.click();
        opened.comments.add({ content: 'Refused', parentId: 'his' });
        opened.comments.refuse();
        await opened.shown();
        opened.comment('answer').querySelector<HTMLElement>('[name="remove"]')!.click();
        await opened.shown();
        return opened;
      },
      shows: 'Not saved',
      has: '.toast',
    },
  };
  for (const [rule, { open, shows, has, lacks }] of Object.entries(states))
    it(`shows ${rule}`, async () => {
      const { words, count } = await open();
      expect(words()).to.contain(shows);
      expect(count(has), has).to.be.greaterThan(0);
      if (lacks) expect(count(lacks), lacks).to.equal(0);
    });

  it('counts the comments, and names their authors as their profiles do, at once when these change', async () => {
    const { $, words, comments, comment, shown } = await scene();
    expect($('h2').textContent!.replace(/\s+/g, ' ').trim()).to.equal('Comments 5');
    expect(comment('his').querySelector('[part~="author"]')!.textContent).to.equal('Paul Langevin');
    const renamed = { id: PAUL, name: 'P. Langevin', avatarUrl: 'https://a.example/p.png' };
    comments.people.set(new Map([...comments.people.get(), [PAUL, renamed]]));
    await shown();
    expect(comment('his').querySelector('[part~="author"]')!.textContent).to.equal('P. Langevin');
    expect(comment('his').querySelector('img')!.src).to.equal(renamed.avatarUrl);
    expect(words()).not.to.contain('Paul Langevin');
  });

  it('says when: how long ago, exactly for whoever points at it, and to machines', async () => {
    const { comment } = await scene();
    const time = comment('mine').querySelector('time')!;
    expect(time.textContent!.trim()).to.equal('1 hour ago');
    expect(Date.parse(time.dateTime)).to.be.lessThan(Date.now());
    expect(time.title).to.match(/\d{4}.*\d:\d\d/);
  });

  it('leaves a line where a comment was to which there are answers, and nothing where there are none', async () => {
    const { comments, count, words, shown } = await scene();
    comments.drop('hers');
    comments.drop('his');
    await shown();
    expect(words()).to.contain('This comment was deleted.');
    expect(words()).to.contain('Very cold!');
    expect([count('.tombstone'), count('article')]).to.deep.equal([1, 3]);
  });

  it('lets whoever deleted a comment restore it in the place that its answers keep, also when the message is gone', async () => {
    const { comments, comment, $, count, shown, focus } = await scene({
      prepare: ({ level }) => level.set('owner'),
    });
    comment('hers').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    $('.toast [aria-label="Dismiss"]').click();
    await shown();
    expect(count('.toast')).to.equal(0);
    $('.tombstone [name="restore"]').click();
    await shown();
    expect(comments.pending.map(({ type, rowId }) => [type, rowId])).to.deep.equal([['restore', 'hers']]);
    expect([count('.tombstone'), focus()]).to.deep.equal([0, 'hers']);
  });

  it('offers nothing to restore where others deleted', async () => {
    const { comments, count, shown } = await scene({ prepare: ({ level }) => level.set('owner') });
    comments.drop('hers');
    await shown();
    expect([count('.tombstone'), count('[name="restore"]')]).to.deep.equal([1, 0]);
  });

  it('shows the newest three answers of many, and all of them on demand', async () => {
    const { comments, count, $, shown, words } = await scene();
    for (const id of ['r1', 'r2', 'r3']) comments.add({ content: id, parentId: 'hers' });
    await shown();
    expect(count('.replies article')).to.equal(3);
    expect(words()).not.to.contain('Very cold!');
    $('.replies [part="more"]').click();
    await shown();
    expect(count('.replies article')).to.equal(5);
    expect(count('.replies [part="more"]')).to.equal(0);
  });

  it('shows the newest fifty threads of many, and earlier ones on demand', async () => {
    const { comments, count, $, shown } = await scene({ comments: [] });
    for (let place = 0; place < 60; place++) comments.add({ content: `No. ${place}` });
    await shown();
    expect(count('article')).to.equal(50);
    expect($('[part="more"]').textContent!.trim()).to.equal('Show 10 earlier comments');
    $('[part="more"]').click();
    await shown();
    expect(count('article')).to.equal(60);
  });

  it('says of each of my comments where it stands on its way', async () => {
    const { comments, shown, words, all, send } = await scene({ comments: [] });
    await send('new', 'Hello');
    expect(words()).to.contain('Waiting to be sent');
    comments.refuse();
    await shown();
    expect(words()).to.contain('Not saved');
    all('.row-state button')
      .find((button) => button.textContent!.trim() === 'Try again')!
      .click();
    await shown();
    comments.accept();
    await shown();
    expect(words()).not.to.match(/Waiting|Not saved/);
  });

  it('lets the page put its own things in: a heading, what is shown where there is nothing, buttons, a way to sign in', async () => {
    const { element } = await scene({
      comments: [],
      template: html`<nality-comments event-id=${EVENT}
        ><h2 slot="header">Talk</h2>
        <p slot="empty">Quiet here.</p>
        <button slot="composer-actions">☺</button></nality-comments
      >`,
    });
    for (const slotted of element.children)
      expect((slotted as HTMLElement).offsetHeight, slotted.outerHTML).to.be.greaterThan(0);
    expect(element.innerText).not.to.contain('Nobody has written anything');
  });

  it('speaks German where the page does', async () => {
    const { words } = await scene({ lang: 'de' });
    await waitUntil(() => words().includes('Kommentare 5'), 'the words do not come');
    expect(words()).to.contain('vor 1 Stunde');
  });

  it('shows another event without anything of the first', async () => {
    const { element, core, words, shown } = await scene();
    const taken: string[] = [];
    const offer = core.offers.get('comments')!;
    core.offers.set('comments', (key, until) => (taken.push(key), offer(key, until)));
    element.eventId = MARIE;
    await shown();
    expect(taken).to.deep.equal([MARIE]);
    expect(words()).to.contain('Bravo.');
  });
});
