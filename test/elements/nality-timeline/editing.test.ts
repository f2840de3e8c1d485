import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { NalityError } from '../../../src/core/errors.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { editing, EVENTS, forgetDrafts, IRENE, MARIE, scene, type, type Scene } from './scene.ts';
import { expectNoBarriers } from '../../support/barriers.ts';

describe('editing in the card', () => {
  beforeEach(forgetDrafts);

  it('opens with the focus in the title, and is accessible', async () => {
    const { element, focus } = await editing();
    expect(focus()).to.equal('polonium/title');
    await expectNoBarriers(element);
  });

  it('hands on only what changed, and puts the focus back on the card', async () => {
    const { timeline, shown, $, card, focus } = await editing();
    type($('[name="title"]'), '  Polonium is found ');
    $('[part~="editor"]').querySelector<HTMLElement>('[type="submit"]')!.click();
    await shown();
    expect(timeline.pending.map(({ type, rowId, values }) => ({ type, rowId, values }))).to.deep.equal([
      { type: 'update', rowId: 'polonium', values: { title: 'Polonium is found' } },
    ]);
    expect(focus()).to.equal('polonium');
    expect(card('polonium').dataset['state']).to.equal('queued');
    expect(card('polonium').textContent).to.contain('Waiting to be sent');
  });

  it('takes a change back by Undo, or by Ctrl and Z', async () => {
    const { timeline, shown, $, focus, count } = await editing();
    type($('[name="title"]'), 'Polonium!');
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    $('.toast .link').click();
    await shown();
    expect(timeline.pending.map(({ values }) => values)).to.deep.equal([
      { title: 'Polonium!' },
      { title: 'Polonium' },
    ]);
    expect([focus(), count('.toast')]).to.deep.equal(['polonium', 0]);
  });

  it('takes back nothing that somebody else has changed since, and says so', async () => {
    const { timeline, shown, $ } = await editing();
    type($('[name="title"]'), 'Polonium!');
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    timeline.accept();
    timeline.changeByOther('polonium', { title: 'Po' });
    await shown();
    $('.toast .link').click();
    await shown();
    expect($('.toast').textContent).to.contain('changed again since');
    expect(timeline.pending).to.be.empty;
  });

  it('writes nothing when nothing changed', async () => {
    const { timeline, shown, $, count } = await editing();
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    expect(timeline.pending).to.be.empty;
    expect(count('[part~="editor"]')).to.equal(0);
  });

  it('says beside the field what is wrong, goes there, and keeps what was typed', async () => {
    const { timeline, shown, $, element, focus } = await editing();
    type($('[name="title"]'), ' ');
    type($('[name="location"]'), 'Paris');
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    const title = $<HTMLInputElement>('[name="title"]');
    expect(title.getAttribute('aria-invalid')).to.equal('true');
    expect($(`#${title.getAttribute('aria-describedby')}`).textContent).to.contain('title');
    expect(focus()).to.equal('polonium/title');
    expect($<HTMLInputElement>('[name="location"]').value).to.equal('Paris');
    expect(timeline.pending).to.be.empty;
    await expectNoBarriers(element);
    type(title, 'Polonium');
    await shown();
    expect(title.hasAttribute('aria-invalid')).to.equal(false);
  });

  for (const [why, typed, problem] of [
    ['does not exist', '31.2.1898', 'does not exist'],
    ['lies in the future', '1 January 2999', 'in the future'],
    ['has no year', '1 January', 'The year is missing'],
    ['nobody can read', 'a long time ago', 'cannot be read as a date'],
    ['ends before it begins', '1918 – 1914', 'end lies before'],
  ] as const) {
    it(`refuses a date that ${why}, and keeps it as it was typed`, async () => {
      const { timeline, shown, $, focus } = await editing('birth');
      type($('[name="when"]'), typed);
      await shown();
      $('[part~="editor"] [type="submit"]').click();
      await shown();
      const field = $<HTMLInputElement>('[name="when"]');
      expect(field.getAttribute('aria-invalid')).to.equal('true');
      const [, id] = field.getAttribute('aria-describedby')!.split(' ');
      expect($(`#${id}`).textContent).to.contain(problem);
      expect(focus()).to.equal('birth/when');
      expect(field.value).to.equal(typed);
      expect(timeline.pending).to.be.empty;
    });
  }

  it('takes a date as people write it, and says how it is understood', async () => {
    const { timeline, shown, $, element } = await editing('birth');
    expect($<HTMLInputElement>('[name="when"]').value).to.equal('November 7, 1867');
    type($('[name="when"]'), 'c. 1867');
    await shown();
    expect($('#when-hint').textContent).to.equal('Understood as: about 1867');
    await expectNoBarriers(element);
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    expect(timeline.pending[0]!.values).to.deep.equal({ date_precision: 'about', start_date: '1867-01-01' });
  });

  it('says why a date cannot be read while it is being typed, and not yet as an error', async () => {
    const { shown, $ } = await editing('birth');
    type($('[name="when"]'), 'March');
    await shown();
    expect($('#when-hint').textContent).to.contain('The year is missing');
    expect($('[name="when"]').hasAttribute('aria-invalid')).to.equal(false);
  });

  it('does not say what is missing while it is being typed', async () => {
    const { shown, $ } = await editing();
    const title = $<HTMLInputElement>('[name="title"]');
    type(title, '');
    await shown();
    expect(title.hasAttribute('aria-invalid')).to.equal(false);
  });

  it('keeps a date that cannot be read for when the editor opens again', async () => {
    const first = await editing('birth');
    type(first.$('[name="when"]'), 'when the snow fell');
    first.$<HTMLInputElement>('[name="when"]').focus();
    await sendKeys({ press: 'Escape' });
    await first.shown();
    const second = await editing('birth');
    expect(second.$<HTMLInputElement>('[name="when"]').value).to.equal('when the snow fell');
  });

  it('lets the page refuse, and loses nothing', async () => {
    const { element, timeline, shown, $, words } = await editing();
    element.addEventListener('nality-event-before-save', (event) => event.preventDefault());
    type($('[name="title"]'), 'Not yet');
    const asked = oneEvent(element, 'nality-event-before-save');
    $('[part~="editor"] [type="submit"]').click();
    expect(await asked).to.deep.include({ eventId: 'polonium', draft: { title: 'Not yet' } });
    await shown();
    expect(timeline.pending).to.be.empty;
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('Not yet');
    expect(words()).to.contain('The page did not accept this');
  });

  it('keeps typed fields while the others follow what somebody else changes', async () => {
    const { timeline, shown, $, words } = await editing();
    type($('[name="title"]'), 'My title');
    timeline.changeByOther('polonium', { location: 'Rue Lhomond' });
    await shown();
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('My title');
    expect($<HTMLInputElement>('[name="location"]').value).to.equal('Rue Lhomond');
    expect(words()).not.to.contain('Meanwhile');
  });

  it('says what somebody else wrote into the very field, and takes theirs on request', async () => {
    const { timeline, shown, $, words } = await editing();
    type($('[name="title"]'), 'My title');
    timeline.changeByOther('polonium', { title: 'Her title' });
    await shown();
    expect(words()).to.contain('Meanwhile someone wrote “Her title”');
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('My title');
    $('.remark button').click();
    await shown();
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('Her title');
    expect(words()).not.to.contain('Meanwhile');
  });

  it('keeps the cursor in its field when the card moves to another year', async () => {
    const { timeline, shown, $, element } = await editing();
    type($('[name="title"]'), 'My title');
    $<HTMLInputElement>('[name="title"]').setSelectionRange(3, 5);
    timeline.changeByOther('polonium', { start_date: '1899-01-01' });
    await shown();
    const focused = element.shadowRoot!.activeElement as HTMLInputElement;
    expect(focused.name).to.equal('title');
    expect([focused.value, focused.selectionStart, focused.selectionEnd]).to.deep.equal(['My title', 3, 5]);
  });

  it('claims the event while it is open, and only then', async () => {
    const { timeline, shown, $ } = await editing();
    expect(timeline.claims).to.deep.equal(['polonium']);
    $<HTMLInputElement>('[name="title"]').focus();
    await sendKeys({ press: 'Escape' });
    await shown();
    expect(timeline.claims).to.be.empty;
  });

  it('gives the claim back on save', async () => {
    const { timeline, shown, $ } = await editing();
    type($('[name="title"]'), 'Done');
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    expect(timeline.claims).to.be.empty;
  });

  it('gives the claim back when it leaves the page, and takes it again when it returns', async () => {
    const { timeline, shown, $, element } = await editing();
    type($('[name="title"]'), 'Half a tit');
    const parent = element.parentElement!;
    element.remove();
    expect(timeline.claims).to.be.empty;
    parent.append(element);
    await shown();
    expect(timeline.claims).to.deep.equal(['polonium']);
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('Half a tit');
  });
});

describe('the end of a right', () => {
  beforeEach(forgetDrafts);

  for (const [what, end] of [
    ['is taken', ({ timeline }: Scene) => timeline.level.set('view')],
    ['is given up by readonly', ({ element }: Scene) => (element.readonly = true)],
  ] as const) {
    it(`closes the editor when it ${what}, and keeps what was typed`, async () => {
      const stage = await editing();
      type(stage.$('[name="title"]'), 'Half');
      end(stage);
      await stage.shown();
      await stage.shown();
      expect(stage.count('form')).to.equal(0);
      expect(stage.timeline.claims).to.be.empty;
      expect(stage.words()).to.contain('You can no longer edit here');
      stage.timeline.level.set('edit');
      stage.element.readonly = false;
      await stage.shown();
      expect(stage.card('polonium').textContent).to.contain('Unfinished changes');
    });
  }
});

describe('what a person typed', () => {
  beforeEach(forgetDrafts);

  it('is kept when the editor is left, and is there when it opens again', async () => {
    const { shown, $, card, words } = await editing();
    type($('[name="title"]'), 'Half a thought');
    $<HTMLInputElement>('[name="title"]').focus();
    await sendKeys({ press: 'Escape' });
    await shown();
    expect(card('polonium').textContent).to.contain('Unfinished changes');
    expect(words()).to.contain('What you typed is kept');
    card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('Half a thought');
    expect(words()).to.contain('What you typed earlier is back');
  });

  it('survives a crash: a new page has it', async () => {
    const first = await editing();
    type(first.$('[name="title"]'), 'Before the crash');
    const second = await scene();
    expect(second.card('polonium').textContent).to.contain('Unfinished changes');
    second.card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    await second.shown();
    expect(second.$<HTMLInputElement>('[name="title"]').value).to.equal('Before the crash');
  });

  it('is not shown to another person at the same browser', async () => {
    const first = await editing();
    type(first.$('[name="title"]'), 'Private');
    const second = await scene({ me: IRENE, prepare: (timeline) => timeline.level.set('edit') });
    expect(second.words()).not.to.contain('Unfinished');
  });

  it('can be thrown away on request', async () => {
    const { shown, $ } = await editing();
    type($('[name="title"]'), 'Rubbish');
    $('[part~="editor"] .acts button:not([type="submit"])').click();
    await shown();
    $('[name="edit"]').closest('[part~="card"]');
    $('[data-event-id="polonium"] [name="edit"]').click();
    await shown();
    $('.remark button').click();
    await shown();
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('Polonium');
    expect(Object.keys(localStorage).filter((key) => key.startsWith('nality:'))).to.be.empty;
  });

  it('goes from the browser once the server has it', async () => {
    const { timeline, shown, $ } = await editing();
    type($('[name="title"]'), 'Saved soon');
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    const kept = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith('nality:'));
    expect(kept()).to.have.length(1);
    timeline.accept();
    await shown();
    expect(kept()).to.be.empty;
    expect($('[data-announcer] span').textContent).to.equal('“Saved soon” saved');
  });

  it('stays on the card with the reason when the server refuses, and can be sent again', async () => {
    const { timeline, shown, $, card, count, element } = await editing();
    type($('[name="title"]'), 'Refused');
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    expect(count('.toast')).to.equal(1);
    timeline.refuse(new NalityError('denied', 'no'));
    await shown();
    expect(count('.toast'), 'what did not happen is offered to be undone').to.equal(0);
    expect(card('polonium').textContent).to.contain('Refused').and.contain('does not allow it');
    expect($('[data-announcer] span').textContent).to.contain('could not be saved');
    await expectNoBarriers(element);
    card('polonium').querySelector<HTMLElement>('[part~="row-state"] button')!.click();
    await shown();
    expect(timeline.pending.map(({ state, values }) => ({ state, values }))).to.deep.equal([
      { state: 'queued', values: { title: 'Refused' } },
    ]);
  });

  it('can be mended after a refusal: one new change with everything in it', async () => {
    const { timeline, shown, $, card } = await editing();
    type($('[name="title"]'), 'Refused');
    type($('[name="location"]'), 'Paris');
    $('[part~="editor"] [type="submit"]').click();
    timeline.refuse();
    await shown();
    const [, edit] = card('polonium').querySelectorAll<HTMLElement>('[part~="row-state"] button');
    edit!.click();
    await shown();
    expect($<HTMLInputElement>('[name="title"]').value).to.equal('Refused');
    type($('[name="title"]'), 'Mended');
    $('[part~="editor"] [type="submit"]').click();
    await shown();
    expect(timeline.pending.map(({ values }) => values)).to.deep.equal([
      { title: 'Mended', location: 'Paris' },
    ]);
  });

  it('is forgotten when the person discards the refused change', async () => {
    const { timeline, shown, $, card, words } = await editing();
    type($('[name="title"]'), 'Refused');
    $('[part~="editor"] [type="submit"]').click();
    timeline.refuse();
    await shown();
    [...card('polonium').querySelectorAll<HTMLElement>('[part~="row-state"] button')].at(-1)!.click();
    await shown();
    expect(timeline.pending).to.be.empty;
    expect(card('polonium').textContent).to.contain('Polonium');
    expect(words()).not.to.contain('Unfinished');
  });

  it('is offered again when somebody deletes the event under my hands', async () => {
    const { timeline, shown, $, count, words } = await editing();
    type($('[name="description"]'), 'A long text about polonium');
    timeline.serve({ ...EVENTS[1]!, rev: 9, deleted_at: '2026-01-02T00:00:00Z' });
    await shown();
    await shown();
    expect(words()).to.contain('“Polonium” was not saved. What you typed is kept.');
    $('[data-banner="recovered"] button').click();
    await waitUntil(() => count('dialog[open]') === 1, 'the form is not loaded');
    $('dialog [type="submit"]').click();
    await shown();
    expect(
      timeline.pending.map(({ type, values }) => [type, values['title'], values['description']]),
    ).to.deep.equal([['insert', 'Polonium', 'A long text about polonium']]);
    expect(MARIE).to.equal(timeline.owner);
  });
});
