import { expect } from '@open-wc/testing';
import { formatNumber, plural } from '../../../src/elements/locales/counting.ts';
import { registerLocale } from '../../../src/elements/shared/language.ts';
import * as comments from '../nality-comments/scene.ts';
import { finding } from '../nality-timeline/finding-scene.ts';
import { EVENTS, forgetDrafts } from '../nality-timeline/scene.ts';
import { waitUntil } from '../../support/wait-until.ts';
import polish from './polish.ts';

registerLocale('pl', () => Promise.resolve({ default: polish }));

describe('how many there are of something', () => {
  beforeEach(() => {
    forgetDrafts();
    sessionStorage.clear();
  });

  for (const [count, form] of [
    [0, 'znaków'],
    [1, 'znak'],
    [2, 'znaki'],
    [4, 'znaki'],
    [5, 'znaków'],
    [12, 'znaków'],
    [21, 'znaków'],
    [22, 'znaki'],
    [112, 'znaków'],
    [1.5, 'znaku'],
  ] as const)
    it(`has the form of Polish for ${count}`, () =>
      expect(plural('pl', count, { one: 'znak', few: 'znaki', many: 'znaków', other: 'znaku' })).to.equal(
        form,
      ));

  it('is said as the rest where a locale leaves a form out', () =>
    expect(plural('pl', 2, { one: 'jeden', other: 'wiele' })).to.equal('wiele'));

  it('is written as the language writes numbers', () => {
    expect(formatNumber('de', 1234)).to.equal('1.234');
    expect(formatNumber('pl', 12_345)).to.equal('12\u00a0345');
  });

  it('is said in a locale of somebody else’s, as it leaves the rest in English', async () => {
    const { $, shown, words, field } = await comments.scene({ comments: [], lang: 'pl' });
    for (const [length, said] of [
      [4999, 'został 1 znak'],
      [4997, 'zostały 3 znaki'],
      [4995, 'zostało 5 znaków'],
      [5002, 'o 2 znaki za dużo'],
      [6234, 'o 1234 znaki za dużo'],
    ] as const) {
      comments.type(field('new'), 'x'.repeat(length));
      await shown();
      await waitUntil(() => $('[part="counter"]').textContent === said, `not “${said}”`);
    }
    expect(words()).to.contain('Send');
  });

  it('is counted in a timeline in Polish, and in German with its points', async () => {
    const many = Array.from({ length: 1234 }, (_, at) => ({ ...EVENTS[0]!, id: `event-${at}` }));
    const polishTimeline = await finding({ lang: 'pl' });
    await waitUntil(() => polishTimeline.words().includes('3 z 3 wydarzeń'), 'not in Polish');
    const german = await finding({ lang: 'de', events: many });
    await waitUntil(() => german.words().includes('1.234 von 1.234 Ereignissen'), 'no points');
    expect(german.words()).to.contain('1.234 Ereignisse');
  });
});
