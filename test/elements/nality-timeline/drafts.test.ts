import { expect } from '@open-wc/testing';
import { press } from '../../support/element-stage.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { editing, EVENTS, forgetDrafts, scene, type, type Scene } from './scene.ts';

const TITLE = '[name="title"]';
const titleOf = ({ $ }: Scene): string => $<HTMLInputElement>(TITLE).value;

async function undo(made: Scene): Promise<void> {
  press((made.root.activeElement as HTMLElement | null) ?? made.$('section'), 'z', { ctrlKey: true });
  await made.shown();
}

async function leave(made: Scene): Promise<void> {
  const dialog = made.find('dialog');
  if (dialog) dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  else press(made.$(TITLE), 'Escape');
  await made.shown();
}

/** Presses the newest offer of this name. */
async function take(made: Scene, name: string): Promise<void> {
  const offers = made.all('.toast .link').filter((button) => button.textContent === name);
  expect(offers, `nothing offers “${name}”`).not.to.be.empty;
  offers.at(-1)!.click();
  await made.shown();
}

async function edit(made: Scene, id: string): Promise<void> {
  made.card(id).querySelector<HTMLElement>('[name="edit"]')!.click();
  await made.shown();
}

/** Opens the form for a new event. */
async function add(made: Scene): Promise<void> {
  made.$('[name="add"]').click();
  await waitUntil(() => made.count('dialog[open]') === 1, 'no form');
}

async function typeNew(made: Scene, title: string): Promise<void> {
  await add(made);
  type(made.$(TITLE), title);
  await made.shown();
}

/** Saves what the open form says. */
async function save(made: Scene): Promise<void> {
  type(made.$('dialog [name="when"]'), '1900');
  await made.shown();
  made.$('dialog [type="submit"]').click();
  await made.shown();
  made.timeline.accept();
  await made.shown();
}

/** What was not saved, as it is offered. */
const recovered = (made: Scene): string[] =>
  made.all('[data-banner="recovered"] span').map((words) => words.textContent!);

describe('what was typed and not saved', () => {
  beforeEach(forgetDrafts);

  it('is not thrown away by Ctrl and Z', async () => {
    const made = await editing();
    type(made.$(TITLE), 'Half a tit');
    await leave(made);
    await undo(made);
    await edit(made, 'polonium');
    expect(titleOf(made)).to.equal('Half a tit');
  });

  it('stays when Ctrl and Z takes back what was done before', async () => {
    const made = await scene();
    press(made.card('nobel'), 'Delete');
    await made.shown();
    await edit(made, 'polonium');
    type(made.$(TITLE), 'Half a tit');
    await leave(made);
    await undo(made);
    expect(made.focus()).to.equal('nobel');
    await edit(made, 'polonium');
    expect(titleOf(made)).to.equal('Half a tit');
  });

  it('is back when discarding it is undone, by the button as by Ctrl and Z', async () => {
    for (const again of [(made: Scene) => take(made, 'Undo'), undo]) {
      const made = await editing();
      type(made.$(TITLE), 'Half a tit');
      await leave(made);
      await take(made, 'Discard it');
      expect(made.words()).to.contain('Discarded').and.not.to.contain('Unfinished');
      await again(made);
      expect(made.focus()).to.equal('polonium');
      await edit(made, 'polonium');
      expect(titleOf(made)).to.equal('Half a tit');
      made.element.remove();
      forgetDrafts();
    }
  });

  it('is back in the open form when starting over is undone', async () => {
    const made = await scene();
    await typeNew(made, 'Half a tit');
    await leave(made);
    await add(made);
    made.$('dialog .remark button').click();
    await made.shown();
    expect(titleOf(made)).to.equal('');
    await take(made, 'Undo');
    expect(titleOf(made)).to.equal('Half a tit');
  });

  it('comes back beside what has been begun since', async () => {
    const made = await scene();
    await typeNew(made, 'The first');
    await leave(made);
    await take(made, 'Discard it');
    await typeNew(made, 'The second');
    await leave(made);
    await take(made, 'Undo');
    expect(recovered(made)).to.deep.equal(['“The first” was not saved. What you typed is kept.']);
    await add(made);
    expect(titleOf(made)).to.equal('The second');
  });

  it('can be discarded where it is offered again, and that can be undone', async () => {
    const made = await editing();
    type(made.$(TITLE), 'Half a tit');
    made.timeline.serve({ ...EVENTS[1]!, rev: 9, deleted_at: '2026-01-02T00:00:00Z' });
    await made.shown();
    await made.shown();
    made.all('[data-banner="recovered"] button').at(-1)!.click();
    await made.shown();
    expect(recovered(made)).to.be.empty;
    await take(made, 'Undo');
    expect(recovered(made)).to.have.length(1);
  });
});

describe('what was typed in another tab', () => {
  beforeEach(forgetDrafts);

  it('for a new event stays when one is saved here', async () => {
    const [a, b] = [await scene(), await scene()];
    await typeNew(a, 'Typed there');
    await leave(a);
    await typeNew(b, 'Typed here');
    await save(b);
    expect(b.words()).to.contain('Typed here');
    const reloaded = await scene();
    await add(reloaded);
    expect(titleOf(reloaded)).to.equal('Typed there');
  });

  it('for a new event stays beside what is left here: both are offered to whoever comes next', async () => {
    const [a, b] = [await scene(), await scene()];
    await typeNew(a, 'Typed there');
    await leave(a);
    await typeNew(b, 'Typed here');
    await leave(b);
    await add(b);
    expect(titleOf(b)).to.equal('Typed here');
    const reloaded = await scene();
    expect(recovered(reloaded)).to.deep.equal(['“Typed here” was not saved. What you typed is kept.']);
    reloaded.$('[data-banner="recovered"] button').click();
    await waitUntil(() => reloaded.count('dialog[open]') === 1, 'no form');
    expect(titleOf(reloaded)).to.equal('Typed here');
    await save(reloaded);
    expect(recovered(reloaded)).to.be.empty;
    await add(reloaded);
    expect(titleOf(reloaded)).to.equal('Typed there');
  });

  it('for an event stays, whatever is typed, discarded or saved here', async () => {
    const [a, b] = [await scene(), await scene()];
    await edit(b, 'polonium');
    await edit(a, 'polonium');
    type(a.$(TITLE), 'Typed there');
    await leave(a);
    type(b.$(TITLE), 'Typed here');
    await leave(b);
    await take(b, 'Discard it');
    await edit(b, 'polonium');
    type(b.$('[name="location"]'), 'Paris');
    b.$('[part~="editor"] [type="submit"]').click();
    b.timeline.accept();
    await b.shown();
    await b.shown();
    const reloaded = await scene();
    expect(recovered(reloaded)).to.be.empty;
    await edit(reloaded, 'polonium');
    expect(titleOf(reloaded)).to.equal('Typed there');
    expect(Object.keys(localStorage).filter((key) => key.startsWith('nality:draft:'))).to.have.length(1);
  });

  it('can still be written on where this tab has shown it', async () => {
    const a = await scene();
    await typeNew(a, 'Typed there');
    await leave(a);
    const b = await scene();
    await add(b);
    expect(titleOf(b)).to.equal('Typed there');
    type(b.$(TITLE), 'Typed there, finished here');
    await save(b);
    const reloaded = await scene();
    await add(reloaded);
    expect(titleOf(reloaded)).to.equal('');
  });
});
