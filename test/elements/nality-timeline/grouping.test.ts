import { expect } from '@open-wc/testing';
import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import {
  arrange,
  dateAt,
  groupAt,
  placeOf,
  VIEWS,
  type Item,
} from '../../../src/elements/nality-timeline/grouping.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';

const items = (...events: [string, Partial<LifeEvent>][]): Item[] =>
  events.map(([id, values]) => ({ row: lifeEvent(id, values), state: 'saved' }));

const LIFE = items(
  ['undated', { start_date: null, importance: 1, category: 'other' }],
  ['late', { start_date: '1911-12-10', importance: 10, category: 'achievement' }],
  ['summer', { start_date: '1898-07-01', importance: 8, category: 'career' }],
  ['spring', { start_date: '1898-04-14', importance: 4, category: 'achievement' }],
  ['early', { start_date: '1867-11-07', importance: 3, category: 'family' }],
);

const shape = (view: (typeof VIEWS)[number]): [string, string[]][] => {
  const { items, groups } = arrange(LIFE, view);
  return groups.map(({ label, start, size }) => [
    label,
    items.slice(start, start + size).map(({ row }) => row.id),
  ]);
};

describe('grouping', () => {
  it('puts the newest year first, and what waits for a date before all', () => {
    expect(shape('time')).to.deep.equal([
      ['Without a date', ['undated']],
      ['1911', ['late']],
      ['1898', ['summer', 'spring']],
      ['1867', ['early']],
    ]);
  });

  it('gathers decades', () => {
    expect(shape('decade').map(([label]) => label)).to.deep.equal([
      'Without a date',
      '1910s',
      '1890s',
      '1860s',
    ]);
  });

  it('gathers categories in their own order', () => {
    expect(shape('category')).to.deep.equal([
      ['Career', ['summer']],
      ['Family', ['early']],
      ['Achievement', ['late', 'spring']],
      ['Other', ['undated']],
    ]);
  });

  it('gathers importance in four bands', () => {
    expect(shape('importance')).to.deep.equal([
      ['Turning points', ['late']],
      ['Milestones', ['summer']],
      ['Along the way', ['spring']],
      ['Small moments', ['undated', 'early']],
    ]);
  });

  for (const view of VIEWS) {
    it(`shows every event exactly once by ${view}, under keys that differ`, () => {
      const { items, groups } = arrange(LIFE, view);
      expect(items).to.have.members(LIFE).and.have.length(LIFE.length);
      expect(groups.reduce((sum, { size }) => sum + size, 0)).to.equal(LIFE.length);
      expect(new Set(groups.map(({ key }) => key)).size).to.equal(groups.length);
      items.forEach((item, place) => {
        const group = groups[groupAt(groups, place)]!;
        expect(place).to.be.within(group.start, group.start + group.size - 1);
        expect(placeOf({ items, groups }, item.row.id)).to.equal(place);
      });
    });

    it(`makes nothing of nothing by ${view}`, () =>
      expect(arrange([], view)).to.deep.equal({ items: [], groups: [] }));
  }

  it('knows the years within groups that are no times, and which of them an event is in', () => {
    const { groups } = arrange(LIFE, 'category');
    expect(groups.map(({ dates }) => dates!.map(({ key, start, size }) => [key, start, size]))).to.deep.equal(
      [
        [['year-1898', 0, 1]],
        [['year-1867', 1, 1]],
        [
          ['year-1911', 2, 1],
          ['year-1898', 3, 1],
        ],
        [['undated', 4, 1]],
      ],
    );
    expect(dateAt(groups, 3)).to.equal(groups[2]!.dates![1]);
    for (const view of ['time', 'decade'] as const) {
      const { groups } = arrange(LIFE, view);
      expect(groups.some(({ dates }) => dates)).to.equal(false);
      expect(dateAt(groups, 1)).to.equal(groups[1]);
    }
  });

  it('copies nothing by time', () => expect(arrange(LIFE, 'time').items).to.equal(LIFE));

  it('knows the places of the events alone', () => {
    const arrangement = arrange(LIFE, 'time');
    expect(placeOf(arrangement, 'nobody')).to.equal(-1);
    expect(placeOf(arrangement, undefined)).to.equal(-1);
  });

  it('finds where long years end', () => {
    const days = (year: number, count: number): Item[] =>
      items(
        ...Array.from(
          { length: count },
          (_, at) => [`${year}-${at}`, { start_date: `${year}-01-01` }] as [string, Partial<LifeEvent>],
        ),
      );
    const life = [...days(1903, 1), ...days(1902, 2), ...days(1901, 700), ...days(1900, 3)];
    expect(arrange(life, 'time').groups.map(({ label, start, size }) => [label, start, size])).to.deep.equal([
      ['1903', 0, 1],
      ['1902', 1, 2],
      ['1901', 3, 700],
      ['1900', 703, 3],
    ]);
  });
});
