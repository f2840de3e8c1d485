import { aTimeout, expect } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import { expectNoBarriers } from '../../support/barriers.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EVENTS, forgetDrafts, IRENE, MARIE, scene } from './scene.ts';

const irene = { id: IRENE, name: 'Irène Joliot-Curie', avatarUrl: null };
const eve = { id: '00000000-0000-4000-8000-000000000004', name: 'Ève Curie', avatarUrl: null };

describe('others on the timeline', () => {
  beforeEach(forgetDrafts);

  it('marks the card that somebody else edits, with name, colour and description', async () => {
    const { timeline, shown, card, element } = await scene();
    timeline.editors.set(new Map([['polonium', [irene]]]));
    await shown();
    const marked = card('polonium');
    expect(marked.hasAttribute('being-edited')).to.equal(true);
    expect(marked.dataset['editor']).to.equal(IRENE);
    expect(marked.dataset['editorName']).to.equal('Irène Joliot-Curie');
    expect(marked.getAttribute('aria-description')).to.equal('Irène Joliot-Curie is editing …');
    expect(marked.textContent).to.contain('Irène Joliot-Curie is editing …');
    expect(card('nobel').hasAttribute('being-edited')).to.equal(false);
    await expectNoBarriers(element);
  });

  it('shows the earliest of several editors, then the next, then nobody', async () => {
    const { timeline, shown, card } = await scene();
    timeline.editors.set(new Map([['polonium', [irene, eve]]]));
    await shown();
    expect(card('polonium').dataset['editorName']).to.equal('Irène Joliot-Curie');
    timeline.editors.set(new Map([['polonium', [eve]]]));
    await shown();
    expect(card('polonium').dataset['editorName']).to.equal('Ève Curie');
    timeline.editors.set(new Map());
    await shown();
    for (const name of ['being-edited', 'data-editor', 'data-editor-name', 'aria-description']) {
      expect(card('polonium').hasAttribute(name), name).to.equal(false);
    }
    expect(card('polonium').textContent).not.to.contain('is editing');
  });

  it('says in my editor that somebody else is in the same event', async () => {
    const { timeline, shown, card, words, element } = await scene();
    card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    timeline.editors.set(new Map([['polonium', [irene]]]));
    await shown();
    expect(words()).to.contain('Irène Joliot-Curie is editing this too');
    await expectNoBarriers(element);
  });

  it('tells screen readers of others’ changes once, together and with a name', async () => {
    const { timeline, shown, $ } = await scene();
    timeline.editors.set(new Map([['polonium', [irene]]]));
    await shown();
    timeline.changeByOther('polonium', { title: 'Polonium discovered' });
    await shown();
    timeline.serve(lifeEvent('new', { user_id: MARIE, title: 'A new one' }));
    await shown();
    expect($('[data-announcer] span').textContent).to.equal('');
    await waitUntil(() => $('[data-announcer] span').textContent !== '', 'nothing was said');
    expect($('[data-announcer] span').textContent).to.equal(
      'Irène Joliot-Curie changed “Polonium discovered”. “A new one” was added',
    );
  });

  it('says nothing of the first load and of what I do myself', async () => {
    const { timeline, shown, card, $ } = await scene();
    card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    timeline.accept();
    await shown();
    await aTimeout(1_700);
    expect($('[data-announcer] span').textContent).to.equal('');
  });
});

describe('deleting', () => {
  beforeEach(forgetDrafts);

  it('asks the page, then deletes and offers to undo', async () => {
    const { element, timeline, shown, card, $, count, focus } = await scene();
    element.addEventListener('nality-event-before-delete', (event) => event.preventDefault(), { once: true });
    card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    expect(timeline.pending).to.be.empty;
    card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    expect(count('[data-event-id="nobel"]')).to.equal(0);
    const toast = $('[part~="toast"]');
    expect(toast.textContent).to.contain('“A second Nobel Prize” deleted');
    await expectNoBarriers(element);
    $('[part~="toast"] .link').click();
    await shown();
    expect(focus()).to.equal('nobel');
    expect(count('[part~="toast"]')).to.equal(0);
  });

  it('is said to have failed where it was refused: the event is there again, to be deleted once more or kept', async () => {
    const { timeline, shown, card, $, count, element } = await scene();
    card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    card('polonium').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    expect(count('.toast')).to.equal(2);
    timeline.refuse();
    await shown();
    expect([count('.toast'), count('[data-event-id="nobel"]')]).to.deep.equal([0, 1]);
    expect($('[data-announcer] span').textContent).to.contain('Not deleted: A second Nobel Prize');
    const choices = (): HTMLElement[] => [
      ...card('nobel').querySelectorAll<HTMLElement>('[part~="row-state"] button'),
    ];
    expect(card('nobel').querySelector('[part~="row-state"]')!.textContent).to.contain('Not deleted.');
    expect(choices().map(({ textContent }) => textContent)).to.deep.equal(['Try again', 'Keep it']);
    await expectNoBarriers(element);
    choices()[1]!.click();
    await shown();
    expect(choices()).to.be.empty;
    expect(timeline.pending.map(({ rowId }) => rowId)).to.deep.equal(['polonium']);
  });

  it('that was refused takes nothing of what was typed into the event', async () => {
    const { timeline, shown, card, $ } = await scene();
    card('nobel').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    const title = $<HTMLInputElement>('[part~="editor"] [name="title"]');
    title.value = 'Half a title';
    title.dispatchEvent(new Event('input', { bubbles: true }));
    await shown();
    $('[part~="editor"] [name="title"]').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }),
    );
    await shown();
    card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    timeline.refuse();
    await shown();
    [...card('nobel').querySelectorAll<HTMLElement>('[part~="row-state"] button')].at(-1)!.click();
    await shown();
    card('nobel').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    expect($<HTMLInputElement>('[part~="editor"] [name="title"]').value).to.equal('Half a title');
  });

  it('keeps the unfinished text of a deleted event for its return', async () => {
    const { timeline, shown, card, words, $ } = await scene();
    card('nobel').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    const title = $<HTMLInputElement>('[name="title"]');
    title.value = 'Half';
    title.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    $('[part~="editor"] .acts button:not([type="submit"])').click();
    await shown();
    card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    timeline.accept();
    await shown();
    expect(words()).not.to.contain('was not saved');
    timeline.serve({ ...EVENTS[0]!, rev: 4 });
    await shown();
    expect(card('nobel').textContent).to.contain('Unfinished changes');
  });

  it('goes to the button to add when the last card goes', async () => {
    const { shown, card, focus } = await scene({ events: [EVENTS[0]!] });
    card('nobel').querySelector<HTMLElement>('[name="remove"]')!.click();
    await shown();
    expect(focus()).to.equal('add');
  });

  it('tells its timeline what to do about conflicts, now and when that changes', async () => {
    const { timeline, element, shown } = await scene();
    expect(timeline.strategy).to.equal('server_wins');
    element.setAttribute('conflict-strategy', 'prompt_user');
    await shown();
    expect(timeline.strategy).to.equal('prompt_user');
    expect(timeline.mergeFields).to.equal(undefined);
    element.setAttribute('merge-fields', ' tags  importance ');
    await shown();
    expect(timeline.mergeFields).to.deep.equal(['tags', 'importance']);
  });

  it('lets me choose between theirs and mine when both wrote at once', async () => {
    const { timeline, shown, card, element } = await scene();
    const chosen: string[] = [];
    timeline.settle = (operationId, choice) => void chosen.push(`${operationId} ${choice}`);
    const error = new NalityError('conflict', 'Somebody else changed the same at the same time.');
    const parked = timeline.events
      .get()
      .map((item) =>
        item.row.id === 'polonium' ? { ...item, state: 'conflict' as const, error, operationId: 'op' } : item,
      );
    timeline.events.set(parked);
    await shown();
    const buttons = [...card('polonium').querySelectorAll<HTMLElement>('[part~="row-state"] button')];
    await expectNoBarriers(element);
    buttons.find(({ textContent }) => textContent?.trim() === 'Keep mine')!.click();
    buttons.find(({ textContent }) => textContent?.trim() === 'Take theirs')!.click();
    expect(chosen).to.deep.equal(['op retry', 'op discard']);
  });
});
