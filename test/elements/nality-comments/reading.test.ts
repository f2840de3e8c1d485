import { expect } from '@open-wc/testing';
import { expectNoBarriers } from '../../support/barriers.ts';
import { said } from '../../support/fake-comments.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { IRENE, MARIE, PAUL, scene, tidyUp, type, type Scene } from './scene.ts';

const tall = Array.from({ length: 40 }, (_, place) =>
  said(`c${place}`, {
    user_id: IRENE,
    content: `No. ${place}`,
    created_at: `2026-11-23T09:${String(place).padStart(2, '0')}:00+00:00`,
  }),
);
const isSeen = (element: Element): boolean => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
};

describe('going through <nality-comments>', () => {
  beforeEach(tidyUp);
  afterEach(tidyUp);

  it('by arrows, Home and End, answers in their places; Tab reaches one comment', async () => {
    const { comment, press, focus, count } = await scene();
    comment('mine').focus();
    const went = [];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'End', 'ArrowUp', 'Home']) {
      await press(key);
      went.push(focus());
    }
    expect(went).to.deep.equal(['hers', 'answer', 'second', 'his', 'second', 'mine']);
    expect(count('article[tabindex="0"]')).to.equal(1);
    expect(count('article [tabindex="0"]')).to.equal(4);
  });

  it('by R, E and Delete, with the focus where the next thing is done', async () => {
    const { comment, press, focus, count } = await scene();
    comment('mine').focus();
    await press('r');
    expect(focus()).to.equal('reply:mine');
    await press('Escape');
    expect(focus()).to.equal('mine');
    await press('e');
    expect(focus()).to.equal('mine/edit:mine');
    await press('Escape');
    await press('Delete');
    expect([count('article'), focus()]).to.deep.equal([4, 'hers']);
    await press('z', { ctrlKey: true });
    expect([count('article'), focus()]).to.deep.equal([5, 'mine']);
  });

  it('leaves keys alone that mean nothing there: in a field, with what is not mine, with Alt', async () => {
    const { comment, field, press, count, comments } = await scene();
    field('new').focus();
    for (const key of ['r', 'Delete', 'ArrowDown', 'Home', 'Escape'])
      expect(await press(key), key).to.equal(false);
    comment('hers').focus();
    await press('Delete');
    await press('e');
    expect(await press('r', { altKey: true })).to.equal(false);
    expect([count('article'), count('form'), comments.pending.length]).to.deep.equal([5, 1, 0]);
  });

  it('gives the focus to the neighbour when somebody else deletes the comment that has it', async () => {
    const { comment, comments, shown, focus } = await scene();
    comment('his').focus();
    comments.drop('his');
    await shown();
    expect(focus()).to.equal('second');
  });

  it('keeps caret and focus while others write', async () => {
    const { field, comments, shown, focus } = await scene();
    type(field('new'), 'Half a sentence');
    field('new').focus();
    field('new').setSelectionRange(4, 6);
    comments.arrive(said('new1', { user_id: IRENE }));
    await shown();
    expect([focus(), field('new').selectionStart, field('new').selectionEnd]).to.deep.equal(['new', 4, 6]);
  });
});

describe('a link to a comment', () => {
  beforeEach(tidyUp);
  afterEach(tidyUp);

  it('is on its time; what has not been sent yet has none', async () => {
    const { comment, send, all } = await scene();
    const link = comment('his').querySelector('a')!;
    expect(link.href).to.equal(`${location.href}#nality-event-${said('his').event_id}&nality-comment-his`);
    await send('new', 'Mine');
    expect(all('article').at(-1)!.querySelector('a')).to.equal(null);
  });

  it('leads to it, marks it and gives it the focus: at first, and whenever the address changes', async () => {
    history.replaceState(null, '', '#nality-comment-c3');
    const { comment, focus, shown } = await scene({ comments: tall });
    expect([focus(), isSeen(comment('c3'))]).to.deep.equal(['c3', true]);
    location.hash = '#nality-comment-c30';
    await waitUntil(() => focus() === 'c30');
    await shown();
    expect(isSeen(comment('c30'))).to.equal(true);
    expect([comment('c3'), comment('c30')].map((one) => one.hasAttribute('data-linked'))).to.deep.equal([
      false,
      true,
    ]);
    location.hash = '#nality-event-shed&nality-comment-c3';
    await waitUntil(() => focus() === 'c3');
    location.hash = '#nality-comment-c30';
    await waitUntil(() => focus() === 'c30');
    location.hash = '#elsewhere';
    await waitUntil(() => !comment('c30').hasAttribute('data-linked'));
  });

  it('leads to answers that are not shown at first, to earlier threads, and to what comes later', async () => {
    const answers = Array.from({ length: 5 }, (_, place) =>
      said(`a${place}`, { parent_id: 'c0', content: `Answer ${place}` }),
    );
    const more = Array.from({ length: 50 }, (_, place) =>
      said(`m${place}`, { created_at: `2026-11-24T09:${String(place).padStart(2, '0')}:00+00:00` }),
    );
    history.replaceState(null, '', '#nality-comment-a0');
    const { focus, comments, shown } = await scene({ comments: [] });
    comments.serve(...tall, ...more, ...answers);
    await shown();
    expect(focus()).to.equal('a0');
  });
});

describe('what others write meanwhile', () => {
  beforeEach(tidyUp);

  const spoken = ({ $ }: Scene): string => $('[data-announcer]').textContent!.trim();

  it('is told once it has become quiet, together, without a word on what I write or what was there', async () => {
    const opened = await scene();
    const { comments, send } = opened;
    await send('new', 'Mine');
    comments.changes.emit([{ type: 'insert', row: said('own', { user_id: MARIE }) }]);
    comments.arrive(said('n1', { user_id: IRENE }));
    await waitUntil(() => spoken(opened) === 'New comment by Irène.', 'told');
    for (const id of ['n2', 'n3', 'n4']) comments.arrive(said(id, { user_id: PAUL }));
    await waitUntil(() => spoken(opened) === '3 new comments.', 'told together');
  });

  it('is counted where it is out of sight, and a button leads there; what has been in view is not new any more', async () => {
    const { comments, count, $, shown, focus, comment, element } = await scene({ comments: tall });
    element.scrollIntoView({ block: 'start' });
    for (const id of ['z1', 'z2'])
      comments.arrive(said(id, { user_id: PAUL, created_at: '2026-11-24T09:00:00+00:00' }));
    await waitUntil(
      () => count('[part="pill"]') === 1 && $('[part="pill"]').textContent!.includes('2 new comments'),
    );
    await expectNoBarriers(element);
    $('[part="pill"]').click();
    await shown();
    expect([focus(), isSeen(comment('z1'))]).to.deep.equal(['z1', true]);
    await waitUntil(() => count('[part="pill"]') === 0);
  });

  it('is not counted where it is in sight', async () => {
    const { comments, count, comment, shown } = await scene();
    comments.arrive(said('z1', { user_id: PAUL, created_at: '2026-11-24T09:00:00+00:00' }));
    await shown();
    expect(isSeen(comment('z1'))).to.equal(true);
    await new Promise((resolve) => new IntersectionObserver(resolve).observe(comment('z1')));
    await shown();
    expect(count('[part="pill"]')).to.equal(0);
  });

  it('says when my comment was refused, once', async () => {
    const opened = await scene({ comments: [] });
    await opened.send('new', 'No');
    opened.comments.refuse();
    await opened.shown();
    await opened.shown();
    expect(spoken(opened)).to.equal('Your comment was not saved. It is kept.');
  });

  it('has a comment again whose deletion was refused, says so, and deletes it no more where it is to stay', async () => {
    const opened = await scene({ comments: [said('mine', { user_id: MARIE })] });
    opened.comment('mine').querySelector<HTMLElement>('[name="remove"]')!.click();
    await opened.shown();
    expect(opened.count('[data-comment-id="mine"]')).to.equal(0);
    opened.comments.refuse();
    await opened.shown();
    expect(spoken(opened)).to.equal('Not deleted.');
    const state = opened.comment('mine').querySelector('[part~="row-state"]')!;
    expect(state.textContent).to.contain('Not deleted.');
    const buttons = [...state.querySelectorAll('button')];
    expect(buttons.map(({ textContent }) => textContent)).to.deep.equal(['Try again', 'Keep it']);
    buttons[1]!.click();
    await opened.shown();
    expect(opened.comment('mine').querySelector('[part~="row-state"]')).to.equal(null);
    expect(opened.comments.pending).to.be.empty;
  });
});
