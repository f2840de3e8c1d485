import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { NalityEventSelectEvent } from '../../../src/elements/nality-timeline/events.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EVENTS, forgetDrafts, scene, type Scene } from './scene.ts';

async function press(stage: Scene, ...keys: string[]): Promise<void> {
  for (const key of keys) await sendKeys({ press: key });
  await stage.shown();
}

async function pressWithControl(stage: Scene, key: string): Promise<void> {
  await sendKeys({ down: 'Control' });
  await sendKeys({ press: key });
  await sendKeys({ up: 'Control' });
  await stage.shown();
}

async function onFirstCard(stage?: Scene): Promise<Scene> {
  const on = stage ?? (await scene());
  on.card('nobel').focus();
  await on.shown();
  return on;
}

describe('the keyboard', () => {
  beforeEach(forgetDrafts);

  it('reaches one card with Tab, then its controls, then leaves the list', async () => {
    const stage = await scene();
    const next = document.createElement('button');
    stage.element.after(next);
    stage.$('[part~="add"]').focus();
    await press(stage, 'Tab');
    expect(stage.focus()).to.equal('nobel');
    const stops: string[] = [];
    do {
      await press(stage, 'Tab');
      stops.push(stage.focus());
    } while (stops.at(-1)?.startsWith('nobel/'));
    expect(stops.slice(-3)).to.deep.equal(['nobel/edit', 'nobel/remove', '']);
    expect(document.activeElement === next).to.be.true;
  });

  it('goes from card to card with the arrows, Home and End, over the years', async () => {
    const stage = await onFirstCard();
    await press(stage, 'ArrowDown');
    expect(stage.focus()).to.equal('polonium');
    await press(stage, 'End');
    expect(stage.focus()).to.equal('birth');
    await press(stage, 'ArrowDown');
    expect(stage.focus()).to.equal('birth');
    await press(stage, 'ArrowUp');
    expect(stage.focus()).to.equal('polonium');
    await press(stage, 'Home');
    expect(stage.focus()).to.equal('nobel');
    expect(stage.card('nobel').tabIndex).to.equal(0);
    expect(stage.card('birth').tabIndex).to.equal(-1);
  });

  it('opens an event with Enter, and tells the page', async () => {
    const long = 'A long story. '.repeat(40);
    const stage = await onFirstCard(await scene({ events: [{ ...EVENTS[0]!, description: long }] }));
    const selected = oneEvent(stage.element, 'nality-event-select');
    await press(stage, 'Enter');
    expect(((await selected) as unknown as NalityEventSelectEvent).lifeEvent.id).to.equal('nobel');
    expect(stage.$('.more').getAttribute('aria-expanded')).to.equal('true');
    await press(stage, 'Escape');
    expect(stage.$('.more').getAttribute('aria-expanded')).to.equal('false');
    expect(stage.focus()).to.equal('nobel');
  });

  it('edits with E, and comes back with Escape', async () => {
    const stage = await onFirstCard();
    await press(stage, 'e');
    expect(stage.focus()).to.equal('nobel/title');
    await press(stage, 'Escape');
    expect(stage.focus()).to.equal('nobel');
  });

  it('saves with Enter in a line and with Ctrl and Enter in a text', async () => {
    const stage = await onFirstCard();
    await press(stage, 'e');
    await sendKeys({ type: ' in chemistry' });
    await press(stage, 'Enter');
    expect(stage.timeline.pending.at(-1)!.values).to.deep.equal({
      title: 'A second Nobel Prize in chemistry',
    });
    await press(stage, 'e');
    stage.$('[name="description"]').focus();
    await sendKeys({ type: 'Alone this time.' });
    await pressWithControl(stage, 'Enter');
    expect(stage.timeline.pending.at(-1)!.values).to.deep.equal({ description: 'Alone this time.' });
  });

  it('types its letters into fields instead of obeying them', async () => {
    const stage = await onFirstCard();
    await press(stage, 'e');
    stage.$<HTMLInputElement>('[name="title"]').select();
    await sendKeys({ type: 'nee' });
    await stage.shown();
    expect(stage.$<HTMLInputElement>('[name="title"]').value).to.equal('nee');
    expect(stage.count('dialog')).to.equal(0);
  });

  it('adds with N', async () => {
    const stage = await onFirstCard();
    await press(stage, 'n');
    await waitUntil(() => stage.element.shadowRoot!.querySelector('dialog')?.open);
  });

  it('deletes with Delete, goes to the next card, and undoes with Ctrl and Z', async () => {
    const stage = await onFirstCard();
    await press(stage, 'Delete');
    expect(stage.count('[data-event-id="nobel"]')).to.equal(0);
    expect(stage.focus()).to.equal('polonium');
    await pressWithControl(stage, 'z');
    expect(stage.focus()).to.equal('nobel');
  });

  it('changes nothing where I may only read', async () => {
    const stage = await onFirstCard(await scene({ prepare: (timeline) => timeline.level.set('view') }));
    await press(stage, 'Delete', 'e', 'n');
    expect(stage.timeline.pending).to.be.empty;
    expect(stage.count('form, dialog')).to.equal(0);
  });

  it('keeps the focus when the card under it goes', async () => {
    const stage = await onFirstCard();
    await press(stage, 'ArrowDown');
    stage.timeline.serve({ ...EVENTS[1]!, rev: 2, deleted_at: '2026-01-01T00:00:00Z' });
    await stage.shown();
    expect(stage.focus()).to.equal('birth');
  });

  it('keeps the focus when the card under it moves to another year', async () => {
    const stage = await onFirstCard();
    stage.timeline.changeByOther('nobel', { start_date: '1800-01-01' });
    await stage.shown();
    expect(stage.focus()).to.equal('nobel');
  });

  it('leaves keys alone that the page may want', async () => {
    const stage = await onFirstCard();
    const event = new KeyboardEvent('keydown', { key: 'g', bubbles: true, composed: true, cancelable: true });
    stage.card('nobel').dispatchEvent(event);
    expect(event.defaultPrevented).to.equal(false);
  });
});
