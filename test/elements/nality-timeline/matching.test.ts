import { expect } from '@open-wc/testing';
import { render } from 'lit';
import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import {
  ALL,
  isNarrow,
  keepCriteria,
  keptCriteria,
  type Criteria,
} from '../../../src/elements/nality-timeline/criteria.ts';
import { finder } from '../../../src/elements/nality-timeline/finder.ts';
import type { Item } from '../../../src/elements/nality-timeline/grouping.ts';
import { matching, stretchesOf, wordsOf } from '../../../src/elements/nality-timeline/matching.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';

const item = (id: string, values: Partial<LifeEvent>): Item => ({
  row: lifeEvent(id, values),
  state: 'saved',
});

const LIFE: readonly Item[] = [
  item('nobel', {
    title: 'A second Nobel Prize',
    location: 'Stockholm',
    category: 'achievement',
    importance: 9,
    tags: ['Nobel', 'chemistry'],
    start_date: '1911-12-10',
  }),
  item('about', {
    title: 'A bicycle',
    description: 'Through the Île-de-France.',
    start_date: '1895-01-01',
    date_precision: 'about',
    tags: ['Pierre'],
  }),
  item('since', {
    title: 'At the Sorbonne',
    start_date: '1906-05-01',
    date_precision: 'month',
    is_ongoing: true,
    category: 'career',
    importance: 7,
  }),
  item('decade', {
    title: 'Childhood',
    location: 'Warszawa',
    start_date: '1870-01-01',
    date_precision: 'decade',
    category: 'family',
  }),
  item('birth', {
    title: 'Maria Skłodowska',
    description: 'Straße Freta',
    location: 'Warsaw',
    start_date: '1867-11-07',
    category: 'family',
    importance: 10,
  }),
];

const found = (criteria: Partial<Criteria>, more = {}): string[] =>
  matching(LIFE, { ...ALL, ...criteria }, { locale: 'en', ...more }).map(({ row }) => row.id);

describe('the search', () => {
  for (const [query, ...ids] of [
    ['', 'nobel', 'about', 'since', 'decade', 'birth'],
    ['nobel', 'nobel'],
    ['NOBEL stockholm', 'nobel'],
    ['chem', 'nobel'],
    ['nobel warsaw'],
    ['ile de', 'about'],
    ['ile-de-france', 'about'],
    ['sklodowska', 'birth'],
    ['SKŁODOWSKA', 'birth'],
    ['Skl\u0301odowska', 'birth'],
    ['strasse', 'birth'],
    ['wars', 'decade', 'birth'],
    ['zodiac'],
  ] as const) {
    it(`for “${query}” finds ${ids.length > 0 ? ids.join(', ') : 'nothing'}`, () =>
      expect(found({ query })).to.deep.equal(ids));
  }

  it('takes each word once', () => expect(wordsOf('  Île  île ')).to.deep.equal(['ile']));
});

describe('the filters', () => {
  for (const [what, criteria, ...ids] of [
    ['one category', { categories: ['career'] }, 'since'],
    ['one of two categories', { categories: ['career', 'family'] }, 'since', 'decade', 'birth'],
    ['an importance', { importance: 9 }, 'nobel', 'birth'],
    ['a tag, however it is written', { tags: ['nobel'] }, 'nobel'],
    ['both tags', { tags: ['Nobel', 'Pierre'] }],
    ['a year from which on', { from: '1911' }, 'nobel', 'since'],
    ['a year up to which', { to: '1870' }, 'decade', 'birth'],
    ['a fuzzy range', { from: '1890s', to: 'about 1894' }, 'about'],
    ['a month', { from: 'November 1867', to: 'November 1867' }, 'birth'],
    ['a day before', { to: '6 November 1867' }],
    ['what is vague by what it may mean', { from: '1879', to: '1893' }, 'about', 'decade'],
    ['a date that cannot be read as none', { from: 'once' }, 'nobel', 'about', 'since', 'decade', 'birth'],
    ['everything at once', { query: 'a', categories: ['family'], importance: 10, to: '1900' }, 'birth'],
  ] as [string, Partial<Criteria>, ...string[]][]) {
    it(`take ${what}`, () => expect(found(criteria)).to.deep.equal(ids));
  }

  it('ask for media only where media are known', () => {
    const hasMedia = (id: string, kind: string): boolean => id === 'birth' && kind === 'image';
    expect(found({ media: ['image', 'video'] }, { hasMedia })).to.deep.equal(['birth']);
    expect(found({ media: ['video'] }, { hasMedia })).to.deep.equal([]);
    expect(found({ media: ['video'] })).to.have.length(LIFE.length);
  });

  it('never take away what is being edited', () =>
    expect(found({ query: 'nobel' }, { always: 'birth' })).to.deep.equal(['nobel', 'birth']));

  it('leave the order as it is, and ten thousand events in a moment', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => item(String(at), { title: `Event ${at}` }));
    const hits = matching(many, { ...ALL, query: 'event 77' }, { locale: 'en' });
    expect(hits[0]!.row.id).to.equal('77');
    expect(hits.at(-1)!.row.id).to.equal('9977');
  });
});

describe('what is kept of a search', () => {
  const place = 'nality:find:test';
  afterEach(() => sessionStorage.removeItem(place));

  it('is there again, and gone when nothing is left out', () => {
    const criteria: Criteria = { ...ALL, query: 'x', categories: ['career'], from: '1900' };
    keepCriteria(place, criteria);
    expect(keptCriteria(place)).to.deep.equal(criteria);
    keepCriteria(place, { ...ALL, query: ' ' });
    expect(sessionStorage.getItem(place)).to.equal(null);
    expect(isNarrow(keptCriteria(place))).to.equal(false);
  });

  for (const bad of ['', 'nonsense', 'null', '{}', '{"query":7}', JSON.stringify({ ...ALL, tags: [1] })]) {
    it(`is everything where “${bad}” was stored`, () => {
      sessionStorage.setItem(place, bad);
      expect(keptCriteria(place)).to.equal(ALL);
    });
  }
});

describe('marks', () => {
  const marked = (text: string, query: string): string => {
    const node = document.createElement('p');
    render(finder.marked(text, wordsOf(query)), node);
    expect(node.textContent).to.equal(text);
    for (const mark of node.querySelectorAll('mark')) mark.replaceWith(`[${mark.textContent}]`);
    return node.textContent!;
  };

  for (const [text, query, shown] of [
    ['Maria Skłodowska', 'sklod', 'Maria [Skłod]owska'],
    ['In der Straße', 'strasse', 'In der [Straße]'],
    ['In der Straße', 'stras', 'In der [Straß]e'],
    ['I\u0302le', 'i', '[I\u0302]le'],
    ['Nobel nobel NOBEL', 'nobel', '[Nobel] [nobel] [NOBEL]'],
    ['abcabc', 'abc bca', '[abcabc]'],
    ['one two', 'two one', '[one] [two]'],
    ['<b>bold</b>', 'b', '<[b]>[b]old</[b]>'],
    ['👩‍🔬 lab', 'lab', '👩‍🔬 [lab]'],
    ['nothing', 'x', 'nothing'],
    ['nothing', '', 'nothing'],
  ] as const) {
    it(`“${query}” in “${text}”`, () => expect(marked(text, query)).to.equal(shown));
  }

  it('neither touch nor overlap', () => {
    const stretches = stretchesOf('aaaa aaa', ['aa', 'a']);
    expect(stretches).to.deep.equal([
      [0, 4],
      [5, 8],
    ]);
  });
});
