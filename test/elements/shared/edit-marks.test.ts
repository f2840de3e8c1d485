import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import { signal } from '../../../src/core/lib/signal.ts';
import type { Editor } from '../../../src/core/features/timeline.ts';
import { editMark, type Editing } from '../../../src/elements/shared/edit-mark.ts';
import { markEdits } from '../../../src/elements/shared/edit-marks.ts';

const irene: Editor = { id: 'irene-id', name: 'Irène', avatarUrl: null };
const pierre: Editor = { id: 'pierre-id', name: 'Pierre', avatarUrl: null };

function marking(root: Element) {
  const editing = signal<Editing>(new Map());
  const life = new AbortController();
  markEdits(root, (element) => !element.closest('[data-foreign]'), editing, life.signal);
  const claim = (...editors: Editor[]): void =>
    editing.set(editors.length > 0 ? new Map([['x', editors]]) : new Map());
  return { claim, end: () => life.abort() };
}

const attributesOf = (element: Element | null) =>
  Object.fromEntries([...element!.attributes].map(({ name, value }) => [name, value]));

describe('the mark of an event', () => {
  it('is absent while nobody else edits', () => {
    expect(editMark(undefined)).to.equal(undefined);
    expect(editMark([])).to.equal(undefined);
  });

  it('names the earliest of several editors', () => {
    expect(editMark([irene, pierre])).to.deep.equal({
      'being-edited': '',
      'data-editor': 'irene-id',
      'data-editor-name': 'Irène',
      'aria-description': 'Irène is editing …',
    });
  });

  it('has words for an editor whose name is not known', () => {
    expect(editMark([{ ...irene, name: ' ' }])?.['data-editor-name']).to.equal('Someone');
  });
});

describe('edit marks on the page’s own markup', () => {
  it('carry attributes, name and class while somebody edits, and leave nothing behind', async () => {
    const page = await fixture(
      html`<div>
        <p data-event-id="x"></p>
        <p data-event-id="y"></p>
      </div>`,
    );
    const { claim } = marking(page);
    claim(irene);
    expect(attributesOf(page.firstElementChild)).to.deep.equal({
      'data-event-id': 'x',
      'being-edited': '',
      'data-editor': 'irene-id',
      'data-editor-name': 'Irène',
      'aria-description': 'Irène is editing …',
      class: 'being-edited',
    });
    expect(attributesOf(page.lastElementChild)).to.deep.equal({ 'data-event-id': 'y' });
    claim();
    expect(attributesOf(page.firstElementChild)).to.deep.equal({ 'data-event-id': 'x' });
  });

  it('pass to the next editor when the first one is done', async () => {
    const page = await fixture(html`<div><p data-event-id="x"></p></div>`);
    const { claim } = marking(page);
    claim(irene, pierre);
    claim(pierre);
    expect(page.firstElementChild?.getAttribute('data-editor')).to.equal('pierre-id');
    claim();
    expect(attributesOf(page.firstElementChild)).to.deep.equal({ 'data-event-id': 'x' });
  });

  it('give back what the page had set itself', async () => {
    const page = await fixture(
      html`<div><p class="card being-edited" aria-description="Third of four" data-event-id="x"></p></div>`,
    );
    const { claim } = marking(page);
    claim(irene);
    claim(pierre);
    expect(page.firstElementChild?.getAttribute('aria-description')).to.equal('Pierre is editing …');
    claim();
    expect(attributesOf(page.firstElementChild)).to.deep.equal({
      class: 'card being-edited',
      'aria-description': 'Third of four',
      'data-event-id': 'x',
    });
  });

  it('leave alone what the page has changed meanwhile', async () => {
    const page = await fixture(html`<div><p data-event-id="x"></p></div>`);
    const { claim } = marking(page);
    claim(irene);
    page.firstElementChild?.setAttribute('aria-description', 'mine');
    claim();
    expect(attributesOf(page.firstElementChild)).to.deep.equal({
      'data-event-id': 'x',
      'aria-description': 'mine',
    });
  });

  it('appear on elements that are added later, or get their id later', async () => {
    const page = await fixture(html`<div><p></p></div>`);
    const { claim } = marking(page);
    claim(irene);
    page.firstElementChild?.setAttribute('data-event-id', 'x');
    page.insertAdjacentHTML('beforeend', '<section><p data-event-id="x"></p></section>');
    await aTimeout(0);
    expect(page.querySelectorAll('[being-edited]')).to.have.length(2);
  });

  it('leave an element that comes to show another event, or goes away', async () => {
    const page = await fixture(
      html`<div>
        <p data-event-id="x"></p>
        <b data-event-id="x"></b>
      </div>`,
    );
    const { claim } = marking(page);
    claim(irene);
    const removed = page.lastElementChild!;
    removed.remove();
    page.firstElementChild?.setAttribute('data-event-id', 'y');
    await aTimeout(0);
    expect(attributesOf(page.firstElementChild)).to.deep.equal({ 'data-event-id': 'y' });
    expect(attributesOf(removed)).to.deep.equal({ 'data-event-id': 'x' });
  });

  it('stay away from elements that somebody else marks', async () => {
    const page = await fixture(
      html`<div>
        <div data-foreign><p data-event-id="x"></p></div>
      </div>`,
    );
    const { claim } = marking(page);
    claim(irene);
    expect(page.querySelector('[being-edited]')).to.equal(null);
  });

  it('go away with their provider', async () => {
    const page = await fixture(html`<div><p data-event-id="x"></p></div>`);
    const { claim, end } = marking(page);
    claim(irene);
    end();
    expect(attributesOf(page.firstElementChild)).to.deep.equal({ 'data-event-id': 'x' });
    page.append(page.firstElementChild!.cloneNode());
    await aTimeout(0);
    expect(page.querySelector('[being-edited]')).to.equal(null);
  });

  it('take any id, also one that would break a selector', async () => {
    const page = await fixture(html`<div><p data-event-id='a"] *'></p></div>`);
    const editing = signal<Editing>(new Map([['a"] *', [irene]]]));
    markEdits(page, () => true, editing, new AbortController().signal);
    expect(page.firstElementChild?.hasAttribute('being-edited')).to.be.true;
  });
});
