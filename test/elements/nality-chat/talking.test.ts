import { aTimeout, expect, html, oneEvent } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import type { NalityMessageSendEvent } from '../../../src/elements/nality-chat/events.ts';
import { expectNoBarriers } from '../../support/barriers.ts';
import { chatItem } from '../../support/fake-chat.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { forgetDrafts, IRENE, ME, press, scene, SESSION, TALK, type } from './scene.ts';

const streaming = (text: string) =>
  chatItem('answer', { status: 'streaming', content: '', created_at: '2026-11-21T19:20:00Z' }, { text });

describe('talking', () => {
  beforeEach(forgetDrafts);

  it('sends by Enter, begins a line by Shift+Enter, and lets a character be composed', async () => {
    const { $, asked, shown } = await scene();
    const field = $<HTMLTextAreaElement>('[name="message"]');
    type(field, ' Hello ');
    expect(press(field, 'Enter', { shiftKey: true })).to.equal(true);
    expect(press(field, 'Enter', { isComposing: true })).to.equal(true);
    expect(press(field, 'Enter', { keyCode: 229 })).to.equal(true);
    expect(asked('send')).to.have.length(0);
    expect(press(field, 'Enter')).to.equal(false);
    expect(asked('send')).to.deep.equal([['Hello']]);
    await shown();
    expect(field.value).to.equal('');
    press(field, 'Enter');
    expect(asked('send')).to.have.length(1);
  });

  it('tells the page before and after, and sends nothing that the page keeps back', async () => {
    const { $, element, asked, shown } = await scene();
    const field = $<HTMLTextAreaElement>('[name="message"]');
    type(field, 'Secret');
    element.addEventListener('nality-message-before-send', (event) => event.preventDefault(), { once: true });
    press(field, 'Enter');
    await shown();
    expect(asked('send')).to.have.length(0);
    expect(field.value).to.equal('Secret');
    setTimeout(() => $('[name="send"]').click());
    const event: NalityMessageSendEvent = await oneEvent(element, 'nality-message-send');
    expect([event.text, event.sessionId]).to.deep.equal(['Secret', SESSION]);
    expect(asked('send')).to.deep.equal([['Secret']]);
  });

  it('keeps what could not be taken in the composer, and says why', async () => {
    const { $, chat, shown, words } = await scene();
    chat.fault = new NalityError('storage', 'Full');
    type($('[name="message"]'), 'Precious');
    press($('[name="message"]'), 'Enter');
    await shown();
    expect($<HTMLTextAreaElement>('[name="message"]').value).to.equal('Precious');
    expect(words()).to.contain('Your browser could not store this');
    chat.fault = undefined;
    press($('[name="message"]'), 'Enter');
    await shown();
    expect($<HTMLTextAreaElement>('[name="message"]').value).to.equal('');
  });

  it('keeps what is typed for each conversation over a reload', async () => {
    const first = await scene();
    type(first.$('[name="message"]'), 'Half a thought');
    expect(first.asked('type')).to.have.length(1);
    const again = await scene();
    expect(again.$<HTMLTextAreaElement>('[name="message"]').value).to.equal('Half a thought');
    const other = await scene({
      template: html`<nality-chat session-id="00000000-0000-4000-8006-000000000002"></nality-chat>`,
    });
    expect(other.$<HTMLTextAreaElement>('[name="message"]').value).to.equal('');
  });

  it('counts what is left near the limit, and sends nothing beyond it', async () => {
    const { $, asked, shown, words, element } = await scene();
    const field = $<HTMLTextAreaElement>('[name="message"]');
    type(field, 'x'.repeat(19_600));
    await shown();
    expect(words()).to.contain('400 characters left');
    type(field, 'x'.repeat(20_001));
    await shown();
    expect(words()).to.contain('1 character too many');
    press(field, 'Enter');
    expect(asked('send')).to.have.length(0);
    const told = (): string => $('[data-announcer]').textContent!.trim();
    await waitUntil(() => told() !== '', 'nothing is told');
    expect(told()).to.equal('1 character too many');
    await expectNoBarriers(element);
  });

  it('begins a conversation of mine with the first message where none is asked for', async () => {
    const { $, core, asked, shown, element } = await scene({
      items: [],
      template: html`<nality-chat></nality-chat>`,
    });
    type($('[name="message"]'), 'It begins');
    setTimeout(() => press($('[name="message"]'), 'Enter'));
    const event: NalityMessageSendEvent = await oneEvent(element, 'nality-message-send');
    expect(event.sessionId).to.equal('00000000-0000-4000-8006-000000000009');
    expect(core.sessions.begun).to.deep.equal(['It begins']);
    await shown();
    type($('[name="message"]'), 'And goes on');
    press($('[name="message"]'), 'Enter');
    expect(asked('send')).to.deep.equal([['And goes on']]);
  });

  it('goes on with my newest conversation, and begins another on request', async () => {
    const { $, core, shown, count } = await scene({
      template: html`<nality-chat></nality-chat>`,
      prepare: (_chat, { sessions }) => sessions.newest.set(SESSION),
    });
    expect(count('[part~="bubble"]')).to.equal(3);
    // Another device begins one: nothing changes under my eyes.
    core.sessions.newest.set('00000000-0000-4000-8006-000000000005');
    await shown();
    expect(count('[part~="bubble"]')).to.equal(3);
    $('[name="begin"]').click();
    await shown();
    expect(count('[part~="bubble"]')).to.equal(0);
    type($('[name="message"]'), 'Anew');
    press($('[name="message"]'), 'Enter');
    expect(core.sessions.begun).to.deep.equal(['Anew']);
  });

  it('offers what the interviewer suggests, until somebody has said something', async () => {
    const asking = chatItem('more', {
      content: 'Shall we?',
      metadata: { suggestions: ['Yes', 7, '<b>No</b>'] },
      created_at: '2026-11-21T19:20:00Z',
    });
    const { all, asked, chat, shown, count } = await scene({ items: [...TALK, asking] });
    expect(all('[name="suggestion"]').map((chip) => chip.textContent!.trim())).to.deep.equal([
      'Yes',
      '<b>No</b>',
    ]);
    all('[name="suggestion"]')[0]!.click();
    expect(asked('send')).to.deep.equal([['Yes']]);
    chat.say(
      chatItem('mine', { message_type: 'user_message', user_id: ME, created_at: '2026-11-21T19:21:00Z' }),
    );
    await shown();
    expect(count('[name="suggestion"]')).to.equal(0);
  });

  it('shows where a message stands, and what can be done when it was refused', async () => {
    const mine = { message_type: 'user_message', user_id: ME, content: 'Mine', rev: 0 } as const;
    const { $, chat, shown, asked, words } = await scene();
    type($('[name="message"]'), 'Typed meanwhile');
    chat.say(chatItem('m', mine, { state: 'queued' }));
    await shown();
    expect(words()).to.contain('Waiting to be sent');
    const failed = { state: 'failed', error: new NalityError('denied', 'No'), operationId: 'op' } as const;
    chat.say(chatItem('m', mine, failed));
    await shown();
    const [retry, edit, discard] =
      $('[data-message-id="m"]').querySelectorAll<HTMLElement>('.row-state button');
    retry!.click();
    discard!.click();
    edit!.click();
    await shown();
    expect(asked('settle')).to.deep.equal([
      ['op', 'retry'],
      ['op', 'discard'],
      ['op', 'discard'],
    ]);
    expect($<HTMLTextAreaElement>('[name="message"]').value).to.equal('Typed meanwhile\nMine');
  });

  it('shows an answer as it comes, stops it, and has it go on', async () => {
    const { $, chat, shown, asked, words, count } = await scene();
    chat.asking.set({ name: 'asking', messageId: 'aside' });
    await shown();
    expect(words()).to.contain('The interviewer is writing');
    chat.asking.set({ name: 'idle' });
    chat.say(streaming('The **ev'));
    await shown();
    expect(count('[data-message-id="answer"] strong')).to.equal(0);
    chat.say(streaming('The **evenings**'));
    await shown();
    expect($('[data-message-id="answer"] strong').textContent).to.equal('evenings');
    expect(count('[name="copy"]')).to.equal(1);
    $('[name="stop"]').click();
    expect(asked('stop')).to.deep.equal([['answer']]);
    chat.say(chatItem('answer', { status: 'stopped', content: 'The evenings' }));
    await shown();
    expect(count('[name="stop"]')).to.equal(0);
    expect(words()).to.contain('Stopped.');
    $('[name="proceed"]').click();
    expect(asked('proceed')).to.deep.equal([['answer']]);
  });

  it('says in words what a refused wish met', async () => {
    const { $, chat, shown, words } = await scene({
      items: [...TALK, chatItem('answer', { status: 'interrupted', content: 'Half' })],
    });
    chat.fault = new NalityError('rate-limited', 'Slow');
    $('[name="proceed"]').click();
    await shown();
    expect(words()).to.contain('Too many requests');
  });

  it('asks again when the interviewer did not answer', async () => {
    const { $, chat, asked, shown } = await scene();
    chat.asking.set({ name: 'refused', messageId: 'aside', error: new NalityError('server', 'No') });
    await shown();
    $('[name="ask"]').click();
    expect(asked('ask')).to.have.length(1);
  });

  it('keeps the blocks of an answer that are complete as they are while more comes', async () => {
    const { all, chat, shown } = await scene();
    chat.say(streaming('First.\n\nSecond.\n\nThird'));
    await shown();
    const before = all('[data-message-id="answer"] p').slice(0, 1);
    const marks = before.map((block) => block.firstChild);
    chat.say(streaming('First.\n\nSecond.\n\nThird and **more**.\n\nFourth'));
    await shown();
    const after = all('[data-message-id="answer"] .rich > p');
    expect(after.map(({ textContent }) => textContent)).to.deep.equal([
      'First.',
      'Second.',
      'Third and more.',
      'Fourth',
    ]);
    expect(after[0]).to.equal(before[0]);
    expect(after[0]!.firstChild).to.equal(marks[0]);
  });

  it('tells screen readers of a whole answer once, and of nothing that I said', async () => {
    const { $, chat, shown } = await scene();
    const said = (): string => $('[data-announcer]').textContent!.trim();
    chat.say(streaming('The'));
    await shown();
    chat.say(streaming('The **evenings**'));
    await shown();
    expect(said()).to.equal('');
    chat.say(chatItem('answer', { content: 'The **evenings**.', created_at: '2026-11-21T19:20:00Z' }));
    await shown();
    expect(said()).to.equal('Interviewer: The evenings.');
    chat.say(
      chatItem('mine', { message_type: 'user_message', user_id: ME, created_at: '2026-11-21T19:21:00Z' }),
    );
    await shown();
    expect(said()).to.equal('Interviewer: The evenings.');
    chat.say(
      chatItem('hers', {
        message_type: 'user_message',
        user_id: IRENE,
        content: 'Lovely',
        created_at: '2026-11-21T19:22:00Z',
      }),
    );
    await shown();
    expect(said()).to.equal('Irène: Lovely');
    expect($('.log').getAttribute('aria-live')).to.equal('off');
  });

  it('says who is typing and shows who is here', async () => {
    const { chat, shown, words, all } = await scene();
    chat.others.set([{ id: IRENE, name: 'Irène', avatarUrl: null }]);
    chat.typists.set([{ id: IRENE, name: 'Irène', avatarUrl: null }]);
    await shown();
    expect(words()).to.contain('Irène is typing …');
    expect(all('.others li').map(({ title }) => title)).to.deep.equal(['Irène']);
  });

  it('copies an answer and the code in it', async () => {
    const copied: string[] = [];
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void copied.push(text) },
    });
    try {
      const content = 'Look:\n\n```js\nlet a;\n```';
      const { $, words } = await scene({ items: [chatItem('answer', { content })] });
      $('.code button').click();
      $('[name="copy"]').click();
      await aTimeout(0);
      expect(copied).to.deep.equal(['let a;', content]);
      await aTimeout(0);
      expect(words()).to.contain('Copied');
    } finally {
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
    }
  });

  it('shows the beginning of a very long message, and all of it on request', async () => {
    const content = 'word '.repeat(3_000);
    const { $, shown, count } = await scene({ items: [chatItem('long', { content })] });
    expect($('[data-message-id="long"] .text').textContent!.length).to.be.below(6_100);
    $('[name="more"]').click();
    await shown();
    expect($('[data-message-id="long"] .text').textContent!.length).to.be.above(14_000);
    expect(count('[name="more"]')).to.equal(0);
  });
});
