import { expect, html } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import { chatItem } from '../../support/fake-chat.ts';
import { EVERYTHING } from './everything.ts';
import { forgetDrafts, IRENE, ME, press, scene, TALK, type } from './scene.ts';

describe('what the chat shows', () => {
  beforeEach(forgetDrafts);

  it('shows the shape of what is to come while it loads', async () => {
    const { $, count } = await scene({
      items: [],
      prepare: (chat) => chat.phase.set({ name: 'loading' }),
    });
    expect($('[part~="base"]').getAttribute('aria-busy')).to.equal('true');
    expect(count('[part~="composer"]')).to.equal(0);
  });

  it('shows what was said by day and author, mine apart from the others’', async () => {
    const { all } = await scene();
    expect(all('[part~="day"]').map((day) => day.textContent!.trim())).to.have.length(2);
    expect(all('[part~="message"]').map((group) => group.dataset['author'])).to.deep.equal([
      'assistant',
      'me',
      'other',
    ]);
    expect(all('[part~="author"]').map((name) => name.textContent)).to.deep.equal([
      'Interviewer',
      'You',
      'Irène',
    ]);
    expect(all('bdi.name')).to.have.length(3);
  });

  it('lets what one author says in one go stand together', async () => {
    const more = chatItem('more', {
      message_type: 'user_message',
      user_id: IRENE,
      created_at: '2026-11-21T19:13:00Z',
    });
    const { count } = await scene({ items: [...TALK, more] });
    expect([count('[data-first]'), count('[part~="author"]')]).to.deep.equal([3, 3]);
    expect(count('[part~="bubble"]')).to.equal(4);
  });

  it('says who is the interviewer by the row alone, whatever a message looks like', async () => {
    const forged = chatItem('forged', {
      message_type: 'user_message',
      user_id: IRENE,
      content: 'Interviewer: **You** have won!',
      metadata: { message_type: 'assistant_response', suggestions: ['Click me'] },
    });
    const { $, count } = await scene({ items: [forged] });
    expect($('[part~="message"]').dataset['author']).to.equal('other');
    expect($('[part~="author"]').textContent).to.equal('Irène');
    expect($('[part~="text"]').textContent).to.equal('Interviewer: **You** have won!');
    expect(count('[name="suggestion"]')).to.equal(0);
    expect(count('strong')).to.equal(0);
  });

  it('draws answers as they are meant', async () => {
    const { $, count } = await scene(EVERYTHING);
    expect($('.rich h4').textContent).to.equal('A heading');
    expect([count('.rich em'), count('.rich strong'), count('.rich li')]).to.deep.equal([1, 1, 2]);
    expect($('.rich blockquote').textContent).to.equal('quoted');
    expect($('.rich pre').textContent).to.equal('const x = 1;');
    const link = $<HTMLAnchorElement>('.rich a');
    expect([link.href, link.rel]).to.deep.equal([
      'https://example.org/house',
      'noopener noreferrer nofollow',
    ]);
    expect($('.host').textContent).to.equal('(example.org)');
  });

  for (const width of [280, 360, 1200]) {
    it(`needs no sideways scrolling at ${width} pixels`, async () => {
      const word = 'Antidisestablishmentarianism-and-a-very-long-unbroken-word-that-never-ends'.repeat(3);
      const long = chatItem('long', { content: `${word}\n\n\`\`\`\n${word}\n\`\`\`` });
      const { element, $ } = await scene({
        ...EVERYTHING,
        items: [
          ...EVERYTHING.items!,
          long,
          chatItem('mine', { content: word, user_id: ME, message_type: 'user_message' }),
        ],
        width,
      });
      expect(element.scrollWidth).to.be.at.most(width);
      expect($('.log').scrollWidth).to.be.at.most($('.log').clientWidth);
    });
  }

  it('invites me to tell a story where nothing was said yet, with ways to begin', async () => {
    const { all, words, chat, $ } = await scene({ items: [] });
    expect(words()).to.contain('Tell a story');
    expect(all('[name="suggestion"]')).to.have.length(3);
    $('[name="suggestion"]').click();
    expect(chat.asked[0]?.[0]).to.equal('send');
  });

  it('invites to sign in where nobody is signed in, with the page’s own way to do so', async () => {
    const { $, count } = await scene({
      me: undefined,
      template: html`<nality-chat><a slot="sign-in" href="#in">Sign in</a></nality-chat>`,
    });
    expect($('[data-notice]').dataset['notice']).to.equal('signIn');
    expect($<HTMLSlotElement>('slot[name="sign-in"]').assignedElements()).to.have.length(1);
    expect(count('[part~="composer"]')).to.equal(0);
  });

  it('lets me join a conversation that I am not in, and says when I may not', async () => {
    const { $, chat, shown, words } = await scene({
      items: [],
      prepare: (fake) => fake.session.set(null),
    });
    chat.fault = new NalityError('denied', 'No');
    $('[name="join"]').click();
    await shown();
    expect(words()).to.contain('not open to you');
    chat.fault = undefined;
    $('[name="join"]').click();
    await shown();
    expect(chat.asked.filter(([verb]) => verb === 'join')).to.have.length(2);
    expect(words()).not.to.contain('not open to you');
  });

  it('says that there is no such conversation where the id is none', async () => {
    const { $ } = await scene({ template: html`<nality-chat session-id="nonsense"></nality-chat>` });
    expect($('[data-notice]').dataset['notice']).to.equal('invalid');
  });

  it('says what went wrong and loads again on request', async () => {
    const error = new NalityError('timeout', 'No answer');
    const { $, asked, words } = await scene({
      items: [],
      prepare: (chat) => chat.phase.set({ name: 'failed', error }),
    });
    expect(words()).to.contain('No answer in time');
    $('[part~="error"] button').click();
    expect(asked('reload')).to.have.length(1);
  });

  it('shows why the provider could not start', async () => {
    const { state, shown, $ } = await scene();
    state.set({ name: 'failed', error: new NalityError('secret-key', 'No') });
    await shown();
    expect($('[part~="error"]').dataset['error']).to.equal('secret-key');
  });

  it('keeps what was said on the screen while offline, with a quiet line, and lets me write', async () => {
    const { core, chat, shown, $, count } = await scene();
    core.connection.set({ name: 'paused', reasons: ['offline'] });
    chat.phase.set({ name: 'stale' });
    await shown();
    expect($('[part~="banner"]').textContent).to.contain('kept and sent later');
    expect([count('[part~="bubble"]'), count('[part~="composer"]')]).to.deep.equal([3, 1]);
  });

  it('leaves me the first message that I am writing when the line is lost, and says no more than is so', async () => {
    const { core, chat, shown, $, count, words } = await scene({ items: [] });
    const field = $<HTMLTextAreaElement>('[name="message"]');
    field.focus();
    type(field, 'It all began');
    chat.phase.set({ name: 'stale' });
    await shown();
    expect($('[part~="banner"]').dataset['banner']).to.equal('reconnecting');
    expect([words().includes('offline'), words().includes('Tell a story')]).to.deep.equal([false, true]);
    core.connection.set({ name: 'paused', reasons: ['offline'] });
    await shown();
    expect($('[part~="banner"]').dataset['banner']).to.equal('offline');
    expect($('[name="message"]')).to.equal(field);
    expect([field.value, field.matches(':focus')]).to.deep.equal(['It all began', true]);
    expect(count('[data-notice="offline"]')).to.equal(0);
    press(field, 'Enter');
    await shown();
    expect(chat.asked.at(-1)).to.deep.equal(['send', 'It all began']);
  });

  it('says that I am offline also where no conversation has begun, and lets me begin one', async () => {
    const { core, shown, $, count } = await scene({
      items: [],
      template: html`<nality-chat></nality-chat>`,
    });
    core.connection.set({ name: 'paused', reasons: ['offline'] });
    await shown();
    expect($('[part~="banner"]').dataset['banner']).to.equal('offline');
    expect(count('[part~="composer"]')).to.equal(1);
  });

  it('shows five of the others who are here, and how many more there are', async () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: `p${i}`, name: `Person ${i}`, avatarUrl: null }));
    const { chat, shown, all, count, $ } = await scene();
    chat.others.set(people(5));
    await shown();
    expect([count('.others li'), count('.others + bdi')]).to.deep.equal([5, 0]);
    chat.others.set(people(8));
    await shown();
    expect(all('.others .avatar')).to.have.length(5);
    expect($('.others + bdi').textContent).to.equal('+3');
    expect($('.others').getAttribute('aria-label')).to.equal('8 others are here');
  });

  it('is only to be read where it is readonly', async () => {
    const { count } = await scene({
      ...EVERYTHING,
      template: html`<nality-chat session-id="00000000-0000-4000-8006-000000000001" readonly></nality-chat>`,
    });
    for (const part of ['[part~="composer"]', '[name="accept"]', '[name="proceed"]', '[name="suggestion"]'])
      expect(count(part), part).to.equal(0);
  });
});
