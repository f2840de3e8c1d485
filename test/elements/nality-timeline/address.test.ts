import { expect, html } from '@open-wc/testing';
import { MARIE, scene, type Scene } from './scene.ts';

const IRENE = '00000000-0000-4000-8000-0000000000e1';
const own = { template: html`<nality-timeline></nality-timeline>` };

async function goTo(stage: Scene, hash: string): Promise<void> {
  const changed = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
  location.hash = hash;
  await changed;
  await stage.shown();
}

const serveIrene: NonNullable<Parameters<typeof scene>[0]>['prepare'] = (timeline, core) =>
  core.timelineOf(IRENE).serve({ ...timeline.list.get().toArray()[0]!.row, id: 'hers', title: 'Neutrons' });

describe('a timeline and the address of the page', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('shows the timeline that the address names', async () => {
    history.replaceState(null, '', `#nality-timeline-${IRENE}`);
    const { words } = await scene({ ...own, prepare: serveIrene });
    expect(words()).to.include('Neutrons');
  });

  it('goes there when the address changes, stays while it leads to an event, and comes back without one', async () => {
    const stage = await scene({ ...own, prepare: serveIrene });
    const mine = stage.count('[data-event-id]');
    await goTo(stage, `nality-timeline-${IRENE}`);
    expect(stage.words()).to.include('Neutrons');
    expect(document.activeElement === stage.element).to.be.true;
    await goTo(stage, 'nality-event-hers');
    expect(stage.count('[data-event-id]')).to.equal(1);
    await goTo(stage, '');
    expect(stage.count('[data-event-id]')).to.equal(mine);
    expect(stage.words()).to.not.include('Neutrons');
  });

  it('shows no other than the one that it was given', async () => {
    history.replaceState(null, '', `#nality-timeline-${IRENE}`);
    const { words } = await scene({ prepare: serveIrene });
    expect(words()).to.not.include('Neutrons');
    expect(MARIE).to.not.equal(IRENE);
  });
});
