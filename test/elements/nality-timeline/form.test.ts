import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { waitUntil } from '../../support/wait-until.ts';
import { forgetDrafts, scene, toldOf, type, type Scene } from './scene.ts';
import { expectNoBarriers } from '../../support/barriers.ts';

async function form(): Promise<Scene> {
  const stage = await scene();
  stage.$('[part~="add"]').click();
  await waitUntil(() => stage.element.shadowRoot!.querySelector('dialog')?.open);
  await waitUntil(() => stage.element.shadowRoot!.activeElement?.getAttribute('name') === 'title');
  return stage;
}

const submit = ({ $ }: Scene): void => $('dialog [type="submit"]').click();

describe('the form', () => {
  beforeEach(forgetDrafts);

  it('opens as a dialog with the focus in the title, and is accessible', async () => {
    const { element, $ } = await form();
    expect($<HTMLDialogElement>('dialog').matches(':modal')).to.equal(true);
    await expectNoBarriers(element);
  });

  it('adds an event with all its fields, and puts the focus on its card', async () => {
    const stage = await form();
    const { timeline, shown, $, count, focus } = stage;
    type($('dialog [name="title"]'), 'Marriage in Sceaux');
    type($('dialog [name="when"]'), 'July 1895');
    type($('dialog [name="location"]'), 'Sceaux');
    type($('dialog [name="description"]'), 'In a navy blue suit.');
    type($('dialog [name="importance"]'), '8');
    await shown();
    $<HTMLInputElement>('dialog [name="category"][value="relationship"]').click();
    type($('dialog [name="tag"]'), 'Pierre');
    await shown();
    $('dialog [name="tag"]').focus();
    await sendKeys({ press: 'Enter' });
    type($('dialog [name="tag"]'), 'bicycle');
    await shown();
    submit(stage);
    await shown();
    expect(timeline.pending).to.have.length(1);
    expect(timeline.pending[0]!.values).to.deep.include({
      title: 'Marriage in Sceaux',
      date_precision: 'month',
      start_date: '1895-07-01',
      end_date: null,
      is_ongoing: false,
      location: 'Sceaux',
      description: 'In a navy blue suit.',
      importance: 8,
      category: 'relationship',
      tags: ['Pierre', 'bicycle'],
    });
    expect(count('dialog')).to.equal(0);
    expect(focus()).to.equal(timeline.pending[0]!.rowId);
  });

  it('takes a span of time, or one that still goes on', async () => {
    const stage = await form();
    const { timeline, shown, $, words } = stage;
    type($('dialog [name="title"]'), 'The war');
    type($('dialog [name="when"]'), '1914 – 1913');
    submit(stage);
    await shown();
    expect(words()).to.contain('The end lies before the beginning');
    type($('dialog [name="when"]'), 'from 1914 until 1918');
    submit(stage);
    await shown();
    expect(timeline.pending[0]!.values).to.deep.include({
      start_date: '1914-01-01',
      end_date: '1918-01-01',
      is_ongoing: false,
    });
    expect(words()).to.contain('1914 – 1918');
  });

  it('is accessible while it says what is wrong', async () => {
    const stage = await form();
    submit(stage);
    await stage.shown();
    expect(stage.words()).to.contain('Give it a title');
    await expectNoBarriers(stage.element);
  });

  it('says that there are too many tags while they are typed, and takes them when there are fewer', async () => {
    const stage = await form();
    const { element, timeline, shown, $, words, focus } = stage;
    const field = $('dialog [name="tag"]');
    const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `tag ${at}`);
    type($('dialog [name="title"]'), 'A life in words');
    type($('dialog [name="when"]'), '1950');
    type(field, names(51).join(','));
    await shown();
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(toldOf(stage, field)).to.contain('At most 50 tags');
    await expectNoBarriers(element);
    submit(stage);
    await shown();
    expect(timeline.pending).to.be.empty;
    expect(focus()).to.equal('tag');
    type(field, names(50).join(','));
    await shown();
    expect(words()).not.to.contain('At most 50 tags');
    submit(stage);
    await shown();
    expect(timeline.pending[0]!.values).to.deep.include({ tags: names(50) });
  });

  it('takes a tag away with its button or with Backspace', async () => {
    const { shown, $, all, focus } = await form();
    type($('dialog [name="tag"]'), 'one, two, three');
    await shown();
    $('dialog [name="tag"]').focus();
    await sendKeys({ press: 'Enter' });
    await shown();
    $('dialog .tag button').click();
    await shown();
    expect(focus()).to.equal('tag');
    await sendKeys({ press: 'Backspace' });
    await shown();
    expect(all('dialog .tag').map((tag) => tag.textContent!.trim())).to.deep.equal(['two']);
  });

  it('is left with Escape, goes back to where it was opened, and keeps what was typed', async () => {
    const { shown, $, element, count, focus } = await form();
    type($('dialog [name="title"]'), 'Half an event');
    await sendKeys({ press: 'Escape' });
    await shown();
    expect(count('dialog')).to.equal(0);
    const add = $('[part~="add"]');
    expect(focus()).to.equal('add');
    expect(add.textContent).to.contain('Continue your draft');
    add.click();
    await waitUntil(() => element.shadowRoot!.querySelector('dialog')?.open);
    expect($<HTMLInputElement>('dialog [name="title"]').value).to.equal('Half an event');
  });

  it('forgets an empty new event without a word', async () => {
    const { shown, $, words } = await form();
    await sendKeys({ press: 'Escape' });
    await shown();
    expect($('[part~="add"]').textContent).to.contain('Add an event');
    expect(words()).not.to.contain('kept');
  });

  it('goes on with what was typed in the card', async () => {
    const { shown, $, card, element, timeline } = await scene();
    card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    type($('[name="title"]'), 'Typed in the card');
    $('[name="widen"]').click();
    await waitUntil(() => element.shadowRoot!.querySelector('dialog')?.open);
    expect($<HTMLInputElement>('dialog [name="title"]').value).to.equal('Typed in the card');
    expect(timeline.claims).to.deep.equal(['polonium']);
  });

  it('becomes a new event when somebody deletes the one that is open in it', async () => {
    const stage = await scene();
    const { shown, $, card, element, timeline, words } = stage;
    card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    type($('[name="title"]'), 'Mine');
    $('[name="widen"]').click();
    await waitUntil(() => element.shadowRoot!.querySelector('dialog')?.open);
    const row = timeline.events.get().find(({ row }) => row.id === 'polonium')!.row;
    timeline.serve({ ...row, rev: 5, deleted_at: '2026-01-01T00:00:00Z' });
    await shown();
    expect(words()).to.contain('This event was deleted meanwhile');
    submit(stage);
    await shown();
    expect(timeline.pending.map(({ type, values }) => [type, values['title']])).to.deep.equal([
      ['insert', 'Mine'],
    ]);
  });
});
