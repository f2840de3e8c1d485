import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { NalityError } from '../../../src/core/errors.ts';
import { avatar, hueOf, initials } from '../../../src/elements/shared/avatar.ts';
import { rowState, type RowStateView } from '../../../src/elements/shared/row-state.ts';

function shown(template: unknown): HTMLElement {
  const place = document.createElement('div');
  render(template, place);
  return place;
}

describe('an avatar', () => {
  it('shows initials, the picture over them, and nothing to screen readers', () => {
    const place = shown(
      avatar({ id: 'x', name: 'Irène Joliot-Curie', avatarUrl: 'https://x.example/i.png' }),
    );
    expect(place.textContent!.trim()).to.equal('IJ');
    expect(place.querySelector('img')!.src).to.equal('https://x.example/i.png');
    expect(place.firstElementChild!.getAttribute('aria-hidden')).to.equal('true');
  });

  it('leaves a picture away that is not safe', () => {
    expect(
      shown(avatar({ id: 'x', name: 'X', avatarUrl: 'javascript:alert(1)' })).querySelector('img'),
    ).to.equal(null);
  });

  for (const [name, letters] of [
    ['Marie Curie', 'MC'],
    ['  ève ', 'È'],
    ['Maria Salomea Skłodowska', 'MS'],
    ['👩‍🔬 Lab', '👩‍🔬L'],
    ['', ''],
    ['مريم كوري', 'مك'],
  ] as const) {
    it(`makes “${letters}” of “${name}”`, () => expect(initials(name)).to.equal(letters));
  }

  it('has the same colour for the same person, one of eight', () => {
    const hues = Array.from({ length: 200 }, (_, index) => hueOf(`person-${index}`));
    expect(Math.min(...hues)).to.be.at.least(0);
    expect(Math.max(...hues)).to.be.below(8);
    expect(hueOf('person-7')).to.equal(hues[7]);
  });
});

describe('the state of a row', () => {
  const view = (more: Partial<RowStateView>): HTMLElement => shown(rowState({ state: 'saved', ...more }));

  it('is no word where all is saved', () => expect(view({}).textContent).to.equal(''));

  for (const [state, words] of [
    ['queued', 'Waiting to be sent'],
    ['sending', 'Saving …'],
  ] as const) {
    it(`is “${words}” and no question while ${state}`, () => {
      const place = view({ state, onRetry: () => undefined });
      expect(place.textContent!.trim()).to.equal(words);
      expect(place.querySelector('button')).to.equal(null);
    });
  }

  it('says after a refusal what was kept and what to do, and does it', () => {
    const done: string[] = [];
    const place = view({
      state: 'failed',
      error: new NalityError('invalid', 'x'),
      onRetry: () => done.push('retry'),
      onEdit: () => done.push('edit'),
      onDiscard: () => done.push('discard'),
    });
    expect(place.textContent).to.contain('Not saved').and.contain('Check what you entered');
    for (const button of place.querySelectorAll('button')) button.click();
    expect(done).to.deep.equal(['retry', 'edit', 'discard']);
  });

  it('asks whose version stays after a conflict', () => {
    const place = view({ state: 'conflict', onRetry: () => undefined, onDiscard: () => undefined });
    expect([...place.querySelectorAll('button')].map((button) => button.textContent)).to.deep.equal([
      'Keep mine',
      'Take theirs',
    ]);
  });
});
