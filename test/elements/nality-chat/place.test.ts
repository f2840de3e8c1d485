import { aTimeout, expect } from '@open-wc/testing';
import type { ChatItem } from '../../../src/core/features/chat-answers.ts';
import { chatItem } from '../../support/fake-chat.ts';
import { forgetDrafts, IRENE, ME, scene, type Scene, type SceneOptions } from './scene.ts';

/** Messages of Irène's, a minute apart, from `from` on. */
function messages(from: number, to: number): ChatItem[] {
  return Array.from({ length: to - from }, (_, i) =>
    chatItem(`m${from + i}`, {
      message_type: 'user_message',
      user_id: IRENE,
      content: `Message ${from + i}. ${'And more of it. '.repeat(1 + ((from + i) % 7))}`,
      created_at: new Date(Date.UTC(2026, 0, 1) + (from + i) * 60_000).toISOString(),
    }),
  );
}

const LONG: SceneOptions = { items: messages(100, 150), width: 400 };

/** Waits for what follows on a scroll or a change of size. */
async function settled({ shown }: Scene): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  await shown();
}

function distanceToEnd({ $ }: Scene): number {
  const log = $('.log');
  return log.scrollHeight - log.scrollTop - log.clientHeight;
}

function topOf({ $ }: Scene, id: string): number {
  return $(`[data-message-id="${id}"]`).getBoundingClientRect().top - $('.log').getBoundingClientRect().top;
}

async function scrollTo(now: Scene, top: number): Promise<void> {
  now.$('.log').scrollTop = top;
  await settled(now);
}

describe('the place where one reads', () => {
  beforeEach(forgetDrafts);

  it('is the newest message at first, and stays there as more comes', async () => {
    const now = await scene(LONG);
    await settled(now);
    expect(distanceToEnd(now)).to.be.below(2);
    now.chat.say(...messages(150, 155));
    await settled(now);
    expect(distanceToEnd(now)).to.be.below(2);
    expect(now.count('[name="latest"]')).to.equal(0);
  });

  it('does not move by a pixel when older messages are loaded above', async () => {
    const now = await scene({ ...LONG, prepare: (chat) => chat.more.set('some') });
    await settled(now);
    await scrollTo(now, 700);
    const [id] = ['m110', 'm115', 'm120'].filter((one) => topOf(now, one) > 0);
    const before = topOf(now, id!);
    now.chat.items.set([...messages(50, 100), ...now.chat.items.get()]);
    await settled(now);
    expect(Math.abs(topOf(now, id!) - before)).to.be.below(1);
    expect(now.$('.log').scrollTop).to.be.above(1_500);
  });

  it('does not move when an answer grows below, which is counted', async () => {
    const now = await scene(LONG);
    await settled(now);
    await scrollTo(now, 900);
    const before = topOf(now, 'm120');
    for (const length of [1, 50, 200]) {
      const answer = chatItem('answer', {
        status: 'streaming',
        content: '',
        created_at: '2026-01-02T00:00:00Z',
      });
      now.chat.say({ ...answer, text: 'Many words. '.repeat(length) });
      await settled(now);
      expect(Math.abs(topOf(now, 'm120') - before)).to.be.below(1);
    }
    expect(now.$('[name="latest"]').textContent!.trim()).to.equal('1 new message');
    now.$('[name="latest"]').click();
    await settled(now);
    expect(distanceToEnd(now)).to.be.below(2);
    expect(now.count('[name="latest"]')).to.equal(0);
  });

  it('follows an answer that grows when one is at the end', async () => {
    const now = await scene(LONG);
    await settled(now);
    for (const length of [1, 50, 200]) {
      const answer = chatItem('answer', {
        status: 'streaming',
        content: '',
        created_at: '2026-01-02T00:00:00Z',
      });
      now.chat.say({ ...answer, text: 'Many words. '.repeat(length) });
      await settled(now);
      expect(distanceToEnd(now)).to.be.below(2);
    }
  });

  it('stays when the element becomes narrower', async () => {
    const now = await scene(LONG);
    await settled(now);
    await scrollTo(now, 900);
    const id = now
      .all('[data-message-id]')
      .map((one) => one.dataset['messageId']!)
      .find((one) => topOf(now, one) >= 0)!;
    const before = topOf(now, id);
    now.element.parentElement!.style.width = '300px';
    await settled(now);
    await settled(now);
    expect(Math.abs(topOf(now, id) - before)).to.be.below(40);
  });

  it('asks for older messages when the start comes near, once', async () => {
    const now = await scene({ ...LONG, prepare: (chat) => chat.more.set('some') });
    await settled(now);
    expect(now.asked('loadMore')).to.have.length(0);
    await scrollTo(now, 300);
    expect(now.asked('loadMore').length).to.be.at.least(1);
    now.chat.more.set('loading');
    const count = now.asked('loadMore').length;
    await scrollTo(now, 200);
    expect(now.asked('loadMore')).to.have.length(count);
  });

  it('begins at the line above what is new, which stays where it was', async () => {
    const now = await scene({ ...LONG, prepare: (chat) => chat.lastRead.set('m120') });
    await settled(now);
    const log = now.$('.log').getBoundingClientRect();
    const line = now.$('[part~="unread"]').getBoundingClientRect();
    expect(line.top).to.be.within(log.top, log.bottom);
    expect(now.count('[name="latest"]')).to.equal(1);
    expect(now.$('[part~="unread"]').nextElementSibling!.querySelector('[data-message-id="m121"]')).to.be.ok;
    now.chat.lastRead.set('m149');
    now.chat.say(...messages(150, 151));
    await settled(now);
    expect(now.count('[part~="unread"]')).to.equal(1);
    expect(now.$('[part~="unread"]').nextElementSibling!.querySelector('[data-message-id="m121"]')).to.be.ok;
  });

  it('waits for where I have stopped reading, though older rows are shown already, and notes nothing as read meanwhile', async () => {
    const now = await scene({
      ...LONG,
      prepare: (chat) => {
        chat.phase.set({ name: 'stale' });
        chat.lastRead.set(undefined);
      },
    });
    await settled(now);
    expect([now.count('[part~="unread"]'), now.asked('read').length]).to.deep.equal([0, 0]);
    now.chat.phase.set({ name: 'live' });
    now.chat.lastRead.set('m120');
    await settled(now);
    const log = now.$('.log').getBoundingClientRect();
    expect(now.$('[part~="unread"]').getBoundingClientRect().top).to.be.within(log.top, log.bottom);
    expect(now.asked('read')).to.have.length(0);
  });

  it('is not taken from whoever has scrolled away before it was known', async () => {
    const now = await scene({ ...LONG, prepare: (chat) => chat.lastRead.set(undefined) });
    await settled(now);
    await scrollTo(now, 300);
    now.chat.lastRead.set('m140');
    await settled(now);
    // The line itself stands further down, where it does not move what is read.
    expect(now.$('.log').scrollTop).to.be.within(299, 301);
    expect(now.count('[part~="unread"]')).to.equal(1);
  });

  it('looks further up for where I have stopped reading, and notes nothing as read meanwhile', async () => {
    const now = await scene({
      ...LONG,
      prepare: (chat) => {
        chat.more.set('some');
        chat.lastRead.set('above');
      },
    });
    await settled(now);
    expect([now.asked('loadMore').length, now.asked('read').length]).to.deep.equal([1, 0]);
    const [first] = messages(0, 1);
    now.chat.items.set([{ ...first!, row: { ...first!.row, id: 'above' } }, ...now.chat.items.get()]);
    now.chat.more.set('none');
    await settled(now);
    expect(now.$('[part~="unread"]').nextElementSibling!.querySelector('[data-message-id="m100"]')).to.be.ok;
    const log = now.$('.log').getBoundingClientRect();
    expect(now.$('[part~="unread"]').getBoundingClientRect().top).to.be.within(log.top, log.bottom);
  });

  it('begins at the end where nothing older comes', async () => {
    const now = await scene({
      ...LONG,
      prepare: (chat) => {
        chat.more.set('some');
        chat.lastRead.set('above');
      },
    });
    await settled(now);
    now.chat.more.set('loading');
    await settled(now);
    now.chat.more.set('some');
    await settled(now);
    expect([now.asked('loadMore').length, now.asked('read').length]).to.deep.equal([1, 1]);
  });

  it('calls nothing new that follows on what I said myself', async () => {
    const mine = { user_id: ME, message_type: 'user_message' } as const;
    const items = [chatItem('read'), chatItem('mine', mine), chatItem('answer')];
    const now = await scene({ items, prepare: (chat) => chat.lastRead.set('read') });
    expect([now.count('[part~="message"]'), now.count('[part~="unread"]')]).to.deep.equal([3, 0]);
  });

  it('notes how far I have read, once I have seen the end', async () => {
    const now = await scene({ ...LONG, prepare: (chat) => chat.lastRead.set('m120') });
    await settled(now);
    expect(now.asked('read')).to.have.length(0);
    await scrollTo(now, 1e6);
    now.chat.say(...messages(150, 151));
    await settled(now);
    expect(now.asked('read').at(-1)).to.deep.equal(['m150']);
  });

  it('is the end for whoever says something', async () => {
    const now = await scene(LONG);
    await settled(now);
    await scrollTo(now, 500);
    const field = now.$<HTMLTextAreaElement>('[name="message"]');
    field.value = 'Mine';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await now.shown();
    now.$('[name="send"]').click();
    expect(now.asked('send')).to.have.length(1);
    now.chat.say(
      chatItem('mine', { message_type: 'user_message', user_id: ME, created_at: '2026-01-02T00:00:00Z' }),
    );
    await settled(now);
    await aTimeout(0);
    expect(distanceToEnd(now)).to.be.below(2);
  });
});
