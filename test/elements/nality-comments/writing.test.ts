import { expect } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { IRENE, MARIE, PAUL, PEOPLE, scene, tidyUp, type } from './scene.ts';
import { expectNoBarriers } from '../../support/barriers.ts';

describe('writing in <nality-comments>', () => {
  beforeEach(tidyUp);

  it('sends with Ctrl+Enter or ⌘+Enter; Enter alone begins a new line', async () => {
    const { field, press, comments, focus } = await scene({ comments: [] });
    for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
      type(field('new'), 'Hello');
      field('new').focus();
      expect(await press('Enter')).to.equal(false);
      expect(await press('Enter', held)).to.equal(true);
      expect([field('new').value, focus()]).to.deep.equal(['', 'new']);
    }
    expect(comments.threads.get().map(({ root }) => root!.row.content)).to.deep.equal(['Hello', 'Hello']);
  });

  it('sends nothing while a word is being composed', async () => {
    const { field, press, comments } = await scene({ comments: [] });
    type(field('new'), 'こ');
    field('new').focus();
    await press('Enter', { ctrlKey: true, isComposing: true });
    expect(comments.pending.length).to.equal(0);
  });

  it('answers in the thread, also where an answer is answered, and leads to what was written', async () => {
    const { comment, send, comments, focus, words, field } = await scene();
    comment('second').querySelector<HTMLElement>('[name="reply"]')!.click();
    await Promise.resolve();
    await send('reply:hers', 'Indeed.');
    const [, thread] = comments.threads.get();
    const answer = thread!.replies.at(-1)!.row;
    expect([answer.content, answer.parent_id]).to.deep.equal(['Indeed.', 'hers']);
    expect(focus()).to.equal(answer.id);
    expect(() => field('reply:hers')).to.throw();
    expect(words()).to.contain('Indeed.');
  });

  it('changes my comment in its place, and says so once it was', async () => {
    const { comment, field, send, comments, words, shown, focus } = await scene();
    comment('mine').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    expect([field('edit:mine').value, focus()]).to.deep.equal(['I remember the shed.', 'mine/edit:mine']);
    await send('edit:mine', 'I remember it well.');
    expect(words()).to.contain('I remember it well.');
    expect(comments.pending.map(({ type }) => type)).to.deep.equal(['update']);
    const row = comments.threads.get()[0]!.root!.row;
    comments.accept();
    comments.serve({ ...row, rev: 3, edited_at: '2026-11-23T10:00:00+00:00' });
    await shown();
    expect(comment('mine').textContent).to.contain('edited');
  });

  it('writes nothing for a change that changes nothing', async () => {
    const { comment, send, comments, shown } = await scene();
    comment('mine').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    await send('edit:mine', ' I remember the shed. ');
    expect(comments.pending.length).to.equal(0);
  });

  it('offers to change and delete only what is mine; whoever runs the timeline deletes all', async () => {
    const { comment, comments, shown } = await scene();
    const acts = (id: string) =>
      [...comment(id).querySelectorAll('.controls button')].map((button) => button.getAttribute('name'));
    expect(acts('mine')).to.deep.equal(['reply', 'edit', 'remove']);
    expect(acts('hers')).to.deep.equal(['reply']);
    comments.level.set('admin');
    await shown();
    expect(acts('hers')).to.deep.equal(['reply', 'remove']);
  });

  it('deletes with a way back', async () => {
    const { comment, words, $, shown, comments } = await scene();
    comment('mine').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    expect(words()).not.to.contain('I remember the shed.');
    $('.toast .link').click();
    await shown();
    expect(words()).to.contain('I remember the shed.');
    expect(comments.pending.map(({ type }) => type)).to.deep.equal(['restore']);
  });

  it('sends a refused comment again as it was changed, and throws away what is discarded', async () => {
    const { comments, send, all, shown, words, field } = await scene({ comments: [] });
    await send('new', 'Wrong');
    comments.refuse();
    await shown();
    const choose = (label: string) =>
      all('.row-state button')
        .find((button) => button.textContent!.trim() === label)!
        .click();
    choose('Edit');
    await shown();
    const name = all('[data-draft]')
      .map((one) => one.dataset['draft']!)
      .find((one) => one.startsWith('edit:'))!;
    expect(field(name).value).to.equal('Wrong');
    await send(name, 'Right');
    expect(comments.pending.map(({ type, values }) => [type, values['content']])).to.deep.equal([
      ['insert', 'Right'],
    ]);
    comments.refuse();
    await shown();
    choose('Discard');
    await shown();
    expect(words()).not.to.contain('Right');
    expect(comments.pending.length).to.equal(0);
  });

  it('keeps what was typed over a reload, for each field, until it is sent', async () => {
    const before = await scene();
    type(before.field('new'), 'Half a sent');
    before.comment('hers').querySelector<HTMLElement>('[name="reply"]')!.click();
    await before.shown();
    type(before.field('reply:hers'), 'Half an ans');
    before.element.remove();
    const after = await scene();
    expect(after.field('new').value).to.equal('Half a sent');
    expect(after.field('reply:hers').value).to.equal('Half an ans');
    await after.send('new', 'Half a sentence');
    after.element.remove();
    expect((await scene()).field('new').value).to.equal('');
  });

  it('shows nobody what another typed at the same browser', async () => {
    const before = await scene();
    type(before.field('new'), 'Secret');
    before.element.remove();
    expect((await scene({ me: IRENE })).field('new').value).to.equal('');
  });

  it('leaves a field by Escape and keeps what was typed for the next time, or discards it on demand', async () => {
    const { comment, field, press, shown, words, $, focus, count } = await scene();
    const reply = async () => (
      comment('hers').querySelector<HTMLElement>('[name="reply"]')!.click(),
      shown()
    );
    await reply();
    type(field('reply:hers'), 'Half an ans');
    await press('Escape');
    expect(count('[data-draft="reply:hers"]')).to.equal(0);
    expect(focus()).to.equal('hers');
    expect(words()).to.contain('kept here until you come back');
    await reply();
    expect(field('reply:hers').value).to.equal('Half an ans');
    await press('Escape');
    $('.toast .link').click();
    await reply();
    expect(field('reply:hers').value).to.equal('');
  });

  it('keeps what was typed when Ctrl and Z is pressed, and brings back what was discarded', async () => {
    const { comment, field, press, shown, all, focus } = await scene();
    const reply = async () => (
      comment('hers').querySelector<HTMLElement>('[name="reply"]')!.click(),
      shown()
    );
    await reply();
    type(field('reply:hers'), 'Half an ans');
    await press('Escape');
    await press('z', { ctrlKey: true });
    await reply();
    expect(field('reply:hers').value).to.equal('Half an ans');
    await press('Escape');
    all('.toast .link').at(-1)!.click();
    await reply();
    type(field('reply:hers'), 'Another');
    await press('Escape');
    all('.toast .link')
      .find((button) => button.textContent === 'Undo')!
      .click();
    await shown();
    expect(focus()).to.equal('reply:hers');
    expect(field('reply:hers').value).to.equal('Half an ans\n\nAnother');
  });

  it('puts what was typed for a comment that is gone into the field for a new one', async () => {
    const { comment, comments, field, shown, count } = await scene();
    comment('his').querySelector<HTMLElement>('[name="reply"]')!.click();
    await shown();
    type(field('reply:his'), 'Thank you, Paul');
    comments.drop('his');
    await shown();
    await shown();
    expect(count('[data-draft="reply:his"]')).to.equal(0);
    expect(field('new').value).to.equal('Thank you, Paul');
  });

  it('says how many characters are left near the limit, and sends nothing beyond it', async () => {
    const { field, send, comments, $, count, words } = await scene({ comments: [] });
    await send('new', 'x'.repeat(5001));
    expect(comments.pending.length).to.equal(0);
    expect(field('new').value.length).to.equal(5001);
    expect(field('new').getAttribute('aria-invalid')).to.equal('true');
    expect(words()).to.contain('1 character too many');
    type(field('new'), '🧪'.repeat(4990));
    await Promise.resolve();
    const told = (): string => $('[data-announcer]').textContent!.trim();
    await waitUntil(() => told() === '10 characters left', 'nothing is told');
    await send('new', '🧪'.repeat(100));
    expect(count('[part="counter"]')).to.equal(0);
    expect($('article')).to.be.an('htmlelement');
  });

  it('tells the page before and after, and sends, changes and deletes nothing that it cancels', async () => {
    const { element, send, comment, comments, field, shown } = await scene();
    const told: string[] = [];
    element.addEventListener('nality-comment-before-send', (event) => {
      told.push(`before ${event.commentId ?? 'new'} ${event.draft.content} ${event.draft.parentId ?? '-'}`);
      if (event.draft.content === 'Forbidden') event.preventDefault();
    });
    element.addEventListener('nality-comment-send', (event) => told.push(`sent ${event.draft.content}`));
    element.addEventListener(
      'nality-comment-before-delete',
      (event) => (told.push(event.comment.id), event.preventDefault()),
    );
    await send('new', 'Forbidden');
    await send('new', 'Allowed');
    comment('mine').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    await send('edit:mine', 'Forbidden');
    expect(field('edit:mine').value).to.equal('Forbidden');
    comment('answer').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    expect(told).to.deep.equal([
      'before new Forbidden -',
      'before new Allowed -',
      'sent Allowed',
      'before mine Forbidden -',
      'answer',
    ]);
    expect(comments.pending.map(({ type }) => type)).to.deep.equal(['insert']);
  });

  it('keeps what cannot be written where it was typed, and says why', async () => {
    const { send, field, comments, words } = await scene({ comments: [] });
    comments.add = () => {
      throw new NalityError('storage', 'Full.');
    };
    await send('new', 'Kept');
    expect(field('new').value).to.equal('Kept');
    expect(words()).to.contain('Your browser could not store this');
  });

  it('tells the others that I am writing, and that I have sent it', async () => {
    const { field, send, comments } = await scene({ comments: [] });
    type(field('new'), 'He');
    await send('new', 'Hello');
    expect([comments.told[0], comments.told.at(-1)]).to.deep.equal([true, false]);
  });

  it('takes the field away with the right, and gives it back with what was typed', async () => {
    const { field, comments, shown, count } = await scene();
    type(field('new'), 'Half a sent');
    comments.level.set('view');
    await shown();
    expect(count('textarea')).to.equal(0);
    comments.level.set('comment');
    await shown();
    expect(field('new').value).to.equal('Half a sent');
  });
});

describe('mentioning people', () => {
  beforeEach(tidyUp);

  /** A field in which the list of people is open for what was typed. */
  async function suggesting(words: string) {
    const opened = await scene({ comments: [], prepare: (comments) => (comments.invited = PEOPLE.slice(1)) });
    const field = opened.field('new');
    field.focus();
    type(field, words);
    await waitUntil(() => opened.count('[role="option"]') > 0, 'nobody is offered');
    return {
      ...opened,
      input: field,
      options: () => opened.all('[role="option"]').map((one) => one.textContent!.trim()),
    };
  }

  it('offers those who belong to the timeline after an @, by any of their names, whatever accents', async () => {
    expect((await suggesting('Ask @')).options()).to.have.length(2);
    expect((await suggesting('@irene')).options()[0]).to.contain('Irène');
    const { options, element } = await suggesting('(@lang');
    expect(options()).to.have.length(1);
    await expectNoBarriers(element);
  });

  it('is used with arrows and Enter, and is stored by id', async () => {
    const { input, press, shown, comments, send, words, count, $ } = await suggesting('Ask @');
    expect(input.getAttribute('aria-activedescendant')).to.equal('person-0');
    await press('ArrowDown');
    expect($('[aria-selected="true"]').textContent).to.contain('Paul Langevin');
    expect(await press('Enter')).to.equal(true);
    await shown();
    expect([input.value, input.selectionStart, count('[role="listbox"]')]).to.deep.equal([
      'Ask @Paul Langevin ',
      19,
      0,
    ]);
    await send('new', `${input.value}soon`);
    const { content, mentions } = comments.threads.get()[0]!.root!.row;
    expect([content, mentions]).to.deep.equal([`Ask @[${PAUL}] soon`, [PAUL]]);
    expect(words()).to.contain('Ask @Paul Langevin soon');
  });

  it('is used by pointer, without leaving the field', async () => {
    const { input, $, shown, focus } = await suggesting('@');
    const pressed = new PointerEvent('pointerdown', { bubbles: true, cancelable: true });
    $('[role="option"]').dispatchEvent(pressed);
    await shown();
    expect([pressed.defaultPrevented, input.value, focus()]).to.deep.equal([true, '@Irène ', 'new']);
  });

  it('closes by Escape alone, when no name fits any more, and when the field is left', async () => {
    const { press, count, input, shown } = await suggesting('@');
    expect(await press('Escape')).to.equal(true);
    expect(count('[role="listbox"]')).to.equal(0);
    expect(input.value).to.equal('@');
    type(input, '@i');
    await shown();
    expect(count('[role="listbox"]')).to.equal(1);
    type(input, '@ix');
    await shown();
    expect(count('[role="listbox"]')).to.equal(0);
    type(input, '@i');
    await shown();
    input.blur();
    await shown();
    expect(count('[role="listbox"]')).to.equal(0);
  });

  it('does not open for a field that was left while it was asked who belongs to the timeline', async () => {
    const { input, press, count, shown } = await suggesting('@');
    await press('Escape');
    type(input, '@i');
    input.blur();
    await shown();
    expect(count('[role="listbox"]')).to.equal(0);
  });

  it('disturbs nobody where it cannot be told who belongs to the timeline, and in the middle of a word', async () => {
    const { comments, field, shown, count, send } = await scene({ comments: [] });
    comments.invited = new NalityError('offline', 'No connection.');
    type(field('new'), '@ir');
    for (let turn = 0; turn < 10; turn++) await shown();
    comments.invited = PEOPLE;
    type(field('new'), 'marie@curie');
    for (let turn = 0; turn < 10; turn++) await shown();
    expect(count('[role="listbox"]')).to.equal(0);
    await send('new', 'marie@curie.example');
    expect(comments.threads.get()[0]!.root!.row.mentions).to.deep.equal([]);
  });

  it('shows the name that somebody has now, also while the comment is changed', async () => {
    const { comments, words, comment, field, shown, send } = await scene();
    comments.serve({
      ...comments.threads.get()[0]!.root!.row,
      content: `Ask @[${IRENE}]!`,
      mentions: [IRENE],
    });
    comments.people.set(
      new Map([...comments.people.get(), [IRENE, { id: IRENE, name: 'Mme Joliot', avatarUrl: null }]]),
    );
    await shown();
    expect(words()).to.contain('Ask @Mme Joliot!');
    comment('mine').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    await send('edit:mine', `${field('edit:mine').value}!`);
    expect(comments.pending[0]!.values).to.deep.equal({ content: `Ask @[${IRENE}]!!`, mentions: [IRENE] });
    expect(MARIE).not.to.equal(IRENE);
  });
});
