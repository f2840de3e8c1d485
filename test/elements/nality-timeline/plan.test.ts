import { expect } from '@open-wc/testing';
import { arrange, type Arrangement, type Item } from '../../../src/elements/nality-timeline/grouping.ts';
import { Heights } from '../../../src/elements/nality-timeline/heights.ts';
import {
  itemsIn,
  planOf,
  unitOfItem,
  widened,
  type Plan,
} from '../../../src/elements/nality-timeline/plan.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';

/** Numbers that look like chance and are always the same. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

describe('heights', () => {
  it('know where each row begins, and which row is at a place', () => {
    const heights = new Heights(Float64Array.of(10, 0, 30, 5));
    expect([0, 1, 2, 3, 4].map((index) => heights.top(index))).to.deep.equal([0, 10, 10, 40, 45]);
    expect([-5, 0, 9.5, 10, 39, 40, 44, 45, 900].map((offset) => heights.at(offset))).to.deep.equal([
      0, 0, 0, 2, 2, 3, 3, 3, 3,
    ]);
    heights.set(0, 100);
    expect(heights.total).to.equal(135);
    expect(heights.at(99)).to.equal(0);
  });

  it('are nothing for no rows', () => {
    const none = new Heights(new Float64Array(0));
    expect([none.total, none.at(10)]).to.deep.equal([0, 0]);
  });

  it('agree with a plain sum, whatever is measured in whatever order', () => {
    const random = chance(7);
    for (const size of [1, 2, 3, 7, 64, 100]) {
      const plain = Array.from({ length: size }, () => Math.floor(random() * 200));
      const heights = new Heights(Float64Array.from(plain));
      for (let round = 0; round < 50; round += 1) {
        const index = Math.floor(random() * size);
        plain[index] = Math.floor(random() * 300);
        heights.set(index, plain[index]);
        const top = plain.slice(0, index).reduce((sum, height) => sum + height, 0);
        expect(heights.top(index)).to.equal(top);
        if (plain[index] > 0) expect(heights.at(top + plain[index] / 2)).to.equal(index);
      }
      expect(heights.total).to.equal(plain.reduce((sum, height) => sum + height, 0));
    }
  });
});

const YEARS = [3, 1, 40, 2, 7];
const items: Item[] = YEARS.flatMap((count, year) =>
  Array.from({ length: count }, (_, at) => ({
    row: lifeEvent(`${year}-${at}`, { start_date: `${1990 - year}-01-01` }),
    state: 'saved' as const,
  })),
);
const LIFE: Arrangement = arrange(items, 'time');

/** A marker of 10 over rows of 100 and more. */
function heights(): Heights {
  const sizes = LIFE.groups.flatMap(({ start, size }) => [
    10,
    ...Array.from({ length: size }, (_, at) => 100 + start + at),
  ]);
  return new Heights(Float64Array.from(sizes));
}

/** Where each row of a plan ends up, by adding everything up as the browser does. */
function placesIn({ groups, rest }: Plan): { places: Map<number, number>; total: number } {
  const places = new Map<number, number>();
  let top = 0;
  for (const { gap, rows, rest } of groups) {
    top += gap + 10;
    for (const { index, gap } of rows) {
      places.set(index, (top += gap));
      top += 100 + index;
    }
    top += rest;
  }
  return { places, total: top + rest };
}

describe('the plan of a long list', () => {
  it('finds what a band shows, and nothing more', () => {
    const all = heights();
    for (const [index] of items.entries()) {
      const top = all.top(unitOfItem(LIFE.groups, index));
      expect(itemsIn(LIFE, all, top + 1, top + 99)).to.deep.equal({ first: index, last: index });
    }
    expect(itemsIn(LIFE, all, -500, -400)).to.deep.equal({ first: 0, last: 0 });
    expect(itemsIn(LIFE, all, 1e9, 2e9)).to.deep.equal({ first: 52, last: 52 });
  });

  it('draws more where one is going', () => {
    expect(widened({ first: 50, last: 55 }, 100, 6, 1)).to.deep.equal({ first: 48, last: 59 });
    expect(widened({ first: 50, last: 55 }, 100, 6, -1)).to.deep.equal({ first: 46, last: 57 });
    expect(widened({ first: 50, last: 55 }, 100, 6, 0)).to.deep.equal({ first: 47, last: 58 });
    expect(widened({ first: 0, last: 1 }, 2, 6, 1)).to.deep.equal({ first: 0, last: 1 });
    for (const direction of [-1, 0, 1])
      for (let spare = 2; spare < 12; spare += 1) {
        const { first, last } = widened({ first: 50, last: 50 }, 100, spare, direction);
        expect([first <= 49, last >= 51, last - first]).to.deep.equal([true, true, spare]);
      }
  });

  it('puts every row where it would be if all were drawn, whichever are', () => {
    const all = heights();
    const random = chance(3);
    for (let round = 0; round < 200; round += 1) {
      const first = Math.floor(random() * items.length);
      const last = Math.min(items.length - 1, first + Math.floor(random() * 12));
      const alone = [Math.floor(random() * items.length), -1, Math.floor(random() * items.length)];
      const { places, total } = placesIn(planOf(LIFE, all, { first, last }, alone));
      for (const [index, top] of places) expect(top).to.equal(all.top(unitOfItem(LIFE.groups, index)));
      expect(total).to.equal(all.total);
      for (const index of alone) if (index >= 0) expect(places.has(index)).to.equal(true);
      for (let index = first; index <= last; index += 1) expect(places.has(index)).to.equal(true);
    }
  });

  it('is empty for an empty list', () => {
    const none: Arrangement = { items: [], groups: [] };
    const all = new Heights(new Float64Array(0));
    expect(planOf(none, all, itemsIn(none, all, 0, 500))).to.deep.equal({ groups: [], rest: 0 });
  });
});
