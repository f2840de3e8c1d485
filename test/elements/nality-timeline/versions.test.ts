import { expect } from '@open-wc/testing';
import { expectNoBarriers } from '../../support/barriers.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { compare, compared, conflict, desk, KEPT, POLONIUM, type Desk } from './desk.ts';
import { forgetDrafts, type Scene } from './scene.ts';

const option = ({ $ }: Scene, field: string, side: string): HTMLInputElement =>
  $(`dialog.chooser input[name="${field}"][value="${side}"]`);

function pick(made: Scene, field: string, side: string): Promise<void> {
  const input = option(made, field, side);
  input.checked = true;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return made.shown();
}

/** What somebody else wrote, and mine replaced. */
const LOST: Partial<typeof KEPT> = {
  outcome: 'mine',
  mine: { title: POLONIUM.title, importance: POLONIUM.importance },
  theirs: { title: 'Polonium, their version', importance: 2 },
};

/** The list of what was replaced. */
async function listed(...met: (typeof KEPT)[]): Promise<Desk> {
  const made = await desk(...met);
  made.$('header .versions').click();
  await waitUntil(() => made.count('dialog[part~="versions"][open]') === 1, 'no list');
  return made;
}

const linesOf = ({ all }: Scene): string[] =>
  all('.replaced :is(.how, .lost)').map(({ textContent }) => textContent!.replace(/\s+/g, ' ').trim());

async function look(made: Scene): Promise<void> {
  made.$('.replaced button').click();
  await waitUntil(() => made.count('dialog.chooser[open]') === 1, 'nothing to choose');
}

describe('what two people wrote', () => {
  beforeEach(forgetDrafts);

  it('is shown field by field, beginning with what loses least', async () => {
    const made = await compared(conflict());
    const sides = made
      .all('dialog.chooser fieldset')
      .map((field) => [...field.querySelectorAll('input')].map(({ value }) => value).join(' '));
    expect(sides).to.deep.equal(['now mine both', 'now mine both', 'now mine']);
    expect(
      made.all('dialog.chooser :checked').map((input) => (input as HTMLInputElement).value),
    ).to.deep.equal(['both', 'both', 'now']);
    expect(made.$('dialog.chooser .preview').textContent).to.contain('Polonium / Polonium, my version');
  });

  it('leaves its buttons free where it is as narrow as a telephone, whatever is told meanwhile', async () => {
    const made = await desk(conflict());
    made.card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    await compare(made);
    made.$('dialog.chooser').style.inlineSize = '336px';
    await made.shown();
    const toast = made.$('dialog.chooser .toast').getBoundingClientRect();
    const buttons = made.all('dialog.chooser > footer button').map((one) => one.getBoundingClientRect());
    expect(new Set(buttons.map(({ top }) => top)).size, 'rows of buttons').to.equal(2);
    for (const { top } of buttons) expect(toast.bottom).to.be.at.most(top);
    expect(toast.top).to.be.at.least(made.$('dialog.chooser > header').getBoundingClientRect().bottom);
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

describe('what was replaced', () => {
  beforeEach(forgetDrafts);

  it('is said quietly on its event, and counted for the whole timeline', async () => {
    const made = await desk(KEPT, { ...KEPT, id: 'other', rowId: 'birth', mine: { title: 'In Warsaw' } });
    expect(made.card('polonium').querySelector('.versions')!.textContent!.trim()).to.equal(
      'An earlier version',
    );
    expect(made.$('header .versions').textContent!.trim()).to.equal('2 earlier versions');
  });

  it('is not said where nothing is missing', async () => {
    const made = await desk({ ...KEPT, mine: { title: 'Polonium' } });
    expect(made.count('.versions')).to.equal(0);
  });

  it('is listed with what it was and when, and brought back from there', async () => {
    const made = await listed(KEPT);
    expect(linesOf(made)).to.deep.equal([
      'Two versions met. Theirs was kept.',
      'Title, yours: Polonium, my version',
      'Tags, yours: science',
      'Importance, yours: 9',
    ]);
    await expectNoBarriers(made.element);
    await look(made);
    made.$('dialog.chooser footer [name="mine"]').click();
    await made.shown();
    expect(made.asked).to.deep.equal(['kept "mine"']);
  });

  it('of somebody else, where mine came last, is listed and brought back as well', async () => {
    const made = await listed({ ...KEPT, ...LOST });
    expect(linesOf(made)).to.deep.equal([
      'Two versions met. Yours was kept.',
      'Title, theirs: Polonium, their version',
      'Importance, theirs: 2',
    ]);
    await look(made);
    expect(
      made.all('dialog.chooser footer button').map(({ textContent }) => textContent!.trim()),
    ).to.deep.equal(['Use this', 'Put theirs back', 'Leave it as it is']);
    expect(made.$('dialog.chooser strong').textContent).to.equal('As it is now: yours');
    await expectNoBarriers(made.element);
    made.$('dialog.chooser footer [name="theirs"]').click();
    await made.shown();
    expect(made.asked).to.deep.equal(['kept "theirs"']);
  });

  it('of two that were made one, is what the one has not in it', async () => {
    const met = { mine: { tags: ['Nobel'] }, theirs: { tags: ['science'], importance: 2 } };
    const mine = { ...met.mine, importance: POLONIUM.importance };
    const merged = { ...mine, tags: ['science', 'Nobel'] };
    const made = await listed({ ...KEPT, ...met, mine, outcome: 'merged', merged });
    expect(linesOf(made)).to.deep.equal([
      'Two versions met. The two were made one.',
      'Importance, theirs: 2',
    ]);
  });

  it('is left as it is by one button', async () => {
    const made = await listed({ ...KEPT, ...LOST });
    await look(made);
    made.$('dialog.chooser footer [name="leave"]').click();
    await waitUntil(() => made.count('dialog.chooser') === 0, 'it stays');
    expect(made.asked).to.deep.equal([]);
    expect(made.timeline.pending).to.be.empty;
  });

  it('is written over what stands when that has been changed again since', async () => {
    const made = await desk(KEPT);
    made.timeline.changeByOther('polonium', { title: 'Changed again' });
    await made.shown();
    made.card('polonium').querySelector<HTMLElement>('.versions')!.click();
    await waitUntil(() => made.count('.replaced button') === 1, 'no list');
    made.$('.replaced button').click();
    await waitUntil(() => made.count('dialog.chooser[open]') === 1, 'nothing to choose');
    await pick(made, 'title', 'mine');
    made.$('dialog.chooser [name="use"]').click();
    await made.shown();
    expect(made.asked).to.deep.equal([]);
    expect(made.timeline.pending[0]!.values['title']).to.equal('Polonium, my version');
  });
});
