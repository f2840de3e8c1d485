import { expect } from '@open-wc/testing';
import { composeDate, decomposeDate } from '../../../src/elements/nality-timeline/edit-date.ts';
import {
  BLANK,
  checkFields,
  draftOf,
  fieldsOf,
  isTyped,
  isUnfinished,
  overtaken,
  patchOf,
  withTag,
} from '../../../src/elements/nality-timeline/edit-fields.ts';
import { isEventDraft } from '../../../src/elements/nality-timeline/kept-drafts.ts';
import { lifeEvent, TODAY } from '../../support/fake-timeline.ts';

const event = lifeEvent('x', {
  title: 'Radium',
  location: 'Paris',
  tags: ['glow'],
  start_date: '1898-12-26',
});

describe('a date in parts', () => {
  for (const [parts, precision, iso] of [
    [['1898', '12', '26'], 'day', '1898-12-26'],
    [['1898', '12', '26'], 'month', '1898-12-01'],
    [['1898', '12', '26'], 'season', '1898-01-01'],
    [['1893', '8', ''], 'season', '1893-07-01'],
    [['1898', '12', '26'], 'year', '1898-01-01'],
    [['1898', '', ''], 'about', '1898-01-01'],
    [['1898', '', ''], 'decade', '1890-01-01'],
    [['', '', ''], 'day', null],
    [['', '5', '3'], 'year', null],
    [['', '5', ''], 'month', '-05-01'],
    [['1898', '', ''], 'day', '1898--'],
    [['98', '1', '1'], 'day', '0098-01-01'],
  ] as const) {
    it(`${parts.join('/')} as ${precision} is ${iso}`, () => {
      const [year, month, day] = parts;
      expect(composeDate({ year, month, day }, precision)).to.equal(iso);
    });
  }

  it('comes back as it went', () => {
    expect(composeDate(decomposeDate('1867-11-07'), 'day')).to.equal('1867-11-07');
    expect(decomposeDate('nonsense')).to.deep.equal({ year: '', month: '', day: '' });
  });
});

describe('the fields of an event', () => {
  it('say what the event says', () => {
    expect(patchOf(fieldsOf(event), event)).to.deep.equal({});
    expect(isUnfinished({}, event)).to.equal(false);
  });

  it('make a patch of what differs, white space aside', () => {
    expect(patchOf({ ...fieldsOf(event), title: ' Radium ', location: '  ' }, event)).to.deep.equal({
      location: null,
    });
  });

  it('count a tag that is not finished', () => {
    expect(patchOf({ ...fieldsOf(event), tag: 'blue, glow' }, event)).to.deep.equal({
      tags: ['glow', 'blue'],
    });
    expect(withTag(['a'], ' , b ,b')).to.deep.equal(['a', 'b']);
  });

  it('drop an end that is not meant', () => {
    const ended = { year: '1902', month: '1', day: '1' };
    expect(draftOf({ ...fieldsOf(event), end: ended, spans: false }).end_date).to.equal(null);
    expect(draftOf({ ...fieldsOf(event), end: ended, spans: true, is_ongoing: true })).to.deep.include({
      end_date: null,
      is_ongoing: true,
    });
  });

  it('name what is wrong, column by column', () => {
    const bad = { ...BLANK, title: '', spans: true, start: { year: '1900', month: '2', day: '30' } };
    expect([...checkFields(bad, TODAY)]).to.have.deep.members([
      ['title', 'required'],
      ['start_date', 'invalid-date'],
      ['end_date', 'required'],
    ]);
  });

  it('know what somebody else changed since the typing began', () => {
    const base = fieldsOf(event);
    const changed = { ...base, title: 'Theirs', location: 'Sceaux' };
    expect(overtaken(changed, { title: 'Mine' }, { title: 'Radium' })).to.deep.equal(['title']);
    expect(overtaken(changed, { title: 'Theirs' }, { title: 'Radium' })).to.deep.equal([]);
    expect(overtaken(base, { title: 'Mine' }, { title: 'Radium' })).to.deep.equal([]);
  });
});

describe('a stored draft', () => {
  const draft = { base: fieldsOf(event), typed: { title: 'x' }, seen: { title: 'Radium' } };

  it('is taken when it has the right shape', () => {
    expect(isEventDraft(JSON.parse(JSON.stringify(draft)))).to.equal(true);
  });

  for (const [what, value] of [
    ['nothing', null],
    ['a text', 'draft'],
    ['an unknown field', { ...draft, typed: { is_admin: true } }],
    ['a title that is none', { ...draft, typed: { title: 7 } }],
    ['an unknown category', { ...draft, typed: { category: 'zodiac' } }],
    ['half a date', { ...draft, typed: { start: { year: '1900' } } }],
    ['no base', { ...draft, base: {} }],
    ['a polluting key', JSON.parse('{"base":{},"typed":{"__proto__":{"x":1}},"seen":{}}')],
  ] as const) {
    it(`is not taken when it is ${what}`, () => expect(isEventDraft(value)).to.equal(false));
  }

  it('may have any subset of the fields', () => expect(isTyped({ importance: 3, tags: [] })).to.equal(true));
});
