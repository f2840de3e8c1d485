import { aTimeout, expect, html } from '@open-wc/testing';
import { Newcomers, type Item } from '../../../src/elements/nality-notifications/newcomers.ts';
import { notification } from '../../support/fake-inbox.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { scene, type Scene } from './scene.ts';

const item = (id: string): Item => ({ row: notification(id), state: 'saved' });
const ids = (items: readonly Item[]): string => items.map(({ row }) => row.id).join('');

/** The browser tells all who watch in the same frame, in no order; how many frames later that is, it does not say. */
async function outOfSight(element: Element): Promise<void> {
  await new Promise<void>((resolve) => {
    const watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(element);
  });
  await aTimeout(0);
}

describe('what comes while somebody reads', () => {
  it('is held back as long as they are further down, and only what is above them', () => {
    const newcomers = new Newcomers();
    const [a, b, c, old] = ['a', 'b', 'c', 'old'].map(item) as [Item, Item, Item, Item];
    let reading = true;
    const shown = (...items: Item[]): string => ids(newcomers.shown(items, () => reading));
    expect(shown(c)).to.equal('c');
    expect(shown(b, c, old)).to.equal('cold');
    expect(shown(a, b, c, old)).to.equal('cold');
    expect(newcomers.count).to.equal(2);
    expect(shown(a, c, old)).to.equal('cold');
    expect(newcomers.count).to.equal(1);
    reading = false;
    expect(shown(a, c, old)).to.equal('acold');
    expect(newcomers.count).to.equal(0);
  });

  const LONG = Array.from({ length: 30 }, (_, at) => notification(`row-${at}`, { read: true }));
  const panel = html`<div style="block-size: 300px; overflow: auto">
    <nality-notifications></nality-notifications>
  </div>`;
  const scrolled = async (): Promise<Scene & { scroller: HTMLElement }> => {
    const stage = await scene({ rows: LONG, template: panel });
    const scroller = stage.host.querySelector('div')!;
    scroller.scrollTop = 600;
    await outOfSight(stage.$('.top'));
    return { ...stage, scroller };
  };

  it('moves nothing under their eyes, and is there when they ask for it', async () => {
    const stage = await scrolled();
    const before = stage.row('row-9').getBoundingClientRect().top;
    stage.inbox.bring(notification('new', { created_at: new Date(Date.now() + 1000).toISOString() }));
    await stage.shown();
    expect(stage.ids()[0]).to.equal('row-0');
    expect(stage.$('[part="pill"]').textContent!.trim()).to.equal('1 new');
    expect(stage.row('row-9').getBoundingClientRect().top).to.be.closeTo(before, 1);
    stage.$('[part="pill"]').click();
    await stage.shown();
    expect([stage.ids()[0], stage.focus()]).to.deep.equal(['new', 'new']);
    expect(stage.find('[part="pill"]') === null).to.be.true;
  });

  it('is let in when they come back to the top', async () => {
    const stage = await scrolled();
    stage.inbox.bring(notification('new', { created_at: new Date(Date.now() + 1000).toISOString() }));
    await stage.shown();
    expect(stage.ids()[0]).to.equal('row-0');
    stage.scroller.scrollTop = 0;
    await waitUntil(() => stage.ids()[0] === 'new', 'never let in');
  });

  it('is told to screen readers in one sentence when it has become quiet', async () => {
    const stage = await scene();
    for (const id of ['a', 'b', 'c']) stage.inbox.bring(notification(id));
    await stage.shown();
    expect(stage.$('[data-announcer]').textContent!.trim()).to.equal('');
    await waitUntil(() => stage.$('[data-announcer]').textContent!.trim() !== '', 'never told');
    expect(stage.$('[data-announcer]').textContent!.trim()).to.equal('3 new notifications');
    stage.inbox.bring(notification('d'));
    await waitUntil(() => stage.$('[data-announcer]').textContent!.includes('News d'), 'never told');
  });
});
