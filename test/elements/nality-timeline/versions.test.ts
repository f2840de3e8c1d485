import { expect, waitUntil } from '@open-wc/testing';
import {} from '../../../src/core/errors.ts';
import type {} from '../../../src/core/nality.ts';
import type {} from '../../../src/core/lib/signal.ts';
import {} from '../../../src/core/lib/signal.ts';
import { expectNoBarriers } from '../../support/barriers.ts';
import {} from '../../support/fake-media.ts';
import { compared, conflict, desk, KEPT } from './desk.ts';
import { forgetDrafts, type Scene } from './scene.ts';

const option = ({ $ }: Scene, field: string, side: string): HTMLInputElement =>
  $(`dialog.chooser input[name="${field}"][value="${side}"]`);

function pick(made: Scene, field: string, side: string): Promise<void> {
  const input = option(made, field, side);
  input.checked = true;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return made.shown();
}

describe('what two people wrote', () => {
  beforeEach(forgetDrafts);

  it('is shown field by field, beginning with what loses least', async () => {
    const made = await compared(conflict());
    const sides = made
      .all('dialog.chooser fieldset')
      .map((field) => [...field.querySelectorAll('input')].map(({ value }) => value).join(' '));
    expect(sides).to.deep.equal(['theirs mine both', 'theirs mine both', 'theirs mine']);
    expect(
      made.all('dialog.chooser :checked').map((input) => (input as HTMLInputElement).value),
    ).to.deep.equal(['both', 'both', 'theirs']);
    expect(made.$('dialog.chooser .preview').textContent).to.contain('Polonium / Polonium, my version');
  });

  it('shows what a choice comes to before it is made', async () => {
    const made = await compared(conflict());
    await pick(made, 'title', 'mine');
    await pick(made, 'importance', 'mine');
    const preview = made.$('dialog.chooser .preview').textContent!;
    expect(preview).to.contain('Polonium, my version');
    expect(preview).to.contain('Importance 9 of 10');
    expect(made.asked).to.deep.equal([]);
  });

  it('is settled by the choice', async () => {
    const made = await compared(conflict());
    await pick(made, 'title', 'mine');
    made.$('dialog.chooser [name="use"]').click();
    await waitUntil(() => made.count('dialog.chooser') === 0, 'it stays');
    expect(made.asked).to.deep.equal(['op {"title":"Polonium, my version","tags":["science"]}']);
  });

  for (const [name, choice] of [
    ['mine', 'mine'],
    ['theirs', 'theirs'],
  ] as const) {
    it(`is settled by one button for all: ${name}`, async () => {
      const made = await compared(conflict());
      made.$(`dialog.chooser footer [name="${name}"]`).click();
      await made.shown();
      expect(made.asked).to.deep.equal([`op "${choice}"`]);
    });
  }

  it('can be left for later, by Escape as well, and nothing is decided', async () => {
    const made = await compared(conflict());
    made.$<HTMLDialogElement>('dialog.chooser').close();
    await waitUntil(() => made.count('dialog.chooser') === 0, 'it stays');
    expect(made.asked).to.deep.equal([]);
    expect(made.card('polonium').dataset['state']).to.equal('conflict');
  });

  it('that makes no event is not taken, and it is said why', async () => {
    const dates = { mine: { end_date: '1890-01-01' }, theirs: { end_date: null } };
    const made = await compared(conflict(dates));
    await pick(made, 'when', 'mine');
    expect(made.$('dialog.chooser .problem').textContent).to.contain('The end lies before the beginning.');
    expect(made.$<HTMLButtonElement>('dialog.chooser [name="use"]').disabled).to.be.true;
  });
});

describe('what of mine was replaced', () => {
  beforeEach(forgetDrafts);

  it('is said quietly on its event, and counted for the whole timeline', async () => {
    const made = await desk(KEPT, { ...KEPT, id: 'other', rowId: 'birth', mine: { title: 'In Warsaw' } });
    expect(made.card('polonium').querySelector('.versions')!.textContent!.trim()).to.equal(
      'An earlier version of yours',
    );
    expect(made.$('header .versions').textContent!.trim()).to.equal('2 earlier versions of yours');
  });

  it('is not said where nothing of mine is missing', async () => {
    const made = await desk({ ...KEPT, mine: { title: 'Polonium' } });
    expect(made.count('.versions')).to.equal(0);
  });

  it('is listed with what it was and when, and brought back from there', async () => {
    const made = await desk(KEPT);
    made.$('header .versions').click();
    await waitUntil(() => made.count('dialog[part~="versions"][open]') === 1, 'no list', { timeout: 8_000 });
    expect(made.$('.replaced').textContent).to.contain('Polonium, my version');
    await expectNoBarriers(made.element);
    made.$('.replaced button').click();
    await waitUntil(() => made.count('dialog.chooser[open]') === 1, 'nothing to choose', { timeout: 8_000 });
    made.$('dialog.chooser footer [name="mine"]').click();
    await made.shown();
    expect(made.asked).to.deep.equal(['kept "mine"']);
  });

  it('is written over what stands when that has been changed again since', async () => {
    const made = await desk(KEPT);
    made.timeline.changeByOther('polonium', { title: 'Changed again' });
    await made.shown();
    made.card('polonium').querySelector<HTMLElement>('.versions')!.click();
    await waitUntil(() => made.count('.replaced button') === 1, 'no list', { timeout: 8_000 });
    made.$('.replaced button').click();
    await waitUntil(() => made.count('dialog.chooser[open]') === 1, 'nothing to choose', { timeout: 8_000 });
    await pick(made, 'title', 'mine');
    made.$('dialog.chooser [name="use"]').click();
    await made.shown();
    expect(made.asked).to.deep.equal([]);
    expect(made.timeline.pending[0]!.values['title']).to.equal('Polonium, my version');
  });
});
