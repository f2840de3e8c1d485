import { expect } from '@open-wc/testing';
import {
  BLANK,
  checkFields,
  draftOf,
  fieldsOf,
  isTyped,
  isUnfinished,
  overtaken,
  patchOf,
  sameFields,
  undoing,
} from '../../../src/elements/nality-timeline/edit-fields.ts';
import { withTag } from '../../../src/elements/shared/tags.ts';
import { readWhen } from '../../../src/elements/when/when.ts';
import { isEventDraft } from '../../../src/elements/nality-timeline/kept-drafts.ts';
import { lifeEvent, TODAY } from '../../support/fake-timeline.ts';

const event = lifeEvent('x', {
  title: 'Radium',
  location: 'Paris',
  tags: ['glow'],
  start_date: '1898-12-26',
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

  it('take a change back where nobody has changed it again', () => {
    const saved = { ...event, title: 'Radium!', location: 'Sceaux' };
    expect(undoing(event, saved, saved)).to.deep.equal({ title: 'Radium', location: 'Paris' });
    expect(undoing(event, saved, { ...saved, title: 'Theirs' })).to.deep.equal({ location: 'Paris' });
    expect(undoing(event, saved, { ...saved, title: 'Theirs', location: 'Theirs' })).to.equal(undefined);
  });

  it('count a tag that is not finished', () => {
    expect(patchOf({ ...fieldsOf(event), tag: 'blue, glow' }, event)).to.deep.equal({
      tags: ['glow', 'blue'],
    });
    expect(withTag(['a'], ' , b ,b')).to.deep.equal(['a', 'b']);
  });

  it('say when it was as it was typed', () => {
    const when = readWhen('since 1898', 'en');
    expect(patchOf({ ...fieldsOf(event), when }, event)).to.deep.equal({
      start_date: '1898-01-01',
      date_precision: 'year',
      is_ongoing: true,
    });
    expect(draftOf({ ...BLANK, when: readWhen('1914–1918', 'en') })).to.deep.include({
      start_date: '1914-01-01',
      end_date: '1918-01-01',
      is_ongoing: false,
    });
  });

  it('name what is wrong, column by column', () => {
    const problems = (typed: string): unknown => [
      ...checkFields({ ...BLANK, title: '', when: readWhen(typed, 'en') }, TODAY),
    ];
    expect(problems('30.2.1900')).to.have.deep.members([
      ['title', 'required'],
      ['start_date', 'no-such-date'],
    ]);
    expect(problems('')).to.deep.include(['start_date', 'required']);
    expect(problems('1918–1914')).to.deep.include(['end_date', 'end-before-start']);
    expect(problems('2999')).to.deep.include(['start_date', 'in-future']);
  });

  it('are not finished while nobody can read when it was', () => {
    expect(isUnfinished({ when: readWhen('some day', 'en') }, event)).to.equal(true);
    expect(isUnfinished({ when: readWhen('26 December 1898', 'en') }, event)).to.equal(false);
    expect(sameFields({ ...BLANK, when: readWhen('some day', 'en') }, BLANK)).to.equal(false);
  });

  it('know what somebody else changed since the typing began', () => {
    const base = fieldsOf(event);
    const changed = { ...base, title: 'Theirs', location: 'Sceaux' };
    expect(overtaken(changed, { title: 'Mine' }, { title: 'Radium' })).to.deep.equal(['title']);
    expect(overtaken(changed, { title: 'Theirs' }, { title: 'Radium' })).to.deep.equal([]);
    expect(overtaken(base, { title: 'Mine' }, { title: 'Radium' })).to.deep.equal([]);
    const theirs = {
      ...base,
      when: fieldsOf({ ...event, date_precision: 'year', start_date: '1898-01-01' }).when,
    };
    const typed = (words: string) => ({ when: readWhen(words, 'en') });
    expect(overtaken(theirs, typed('1897'), { when: base.when })).to.deep.equal(['when']);
    expect(overtaken(theirs, typed('1898'), { when: base.when })).to.deep.equal([]);
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
    ['half a time', { ...draft, typed: { when: { time: { start_date: '1900-01-01' }, typed: '1900' } } }],
    ['a time that is none', { ...draft, typed: { when: 'yesterday' } }],
    ['no base', { ...draft, base: {} }],
    ['a polluting key', JSON.parse('{"base":{},"typed":{"__proto__":{"x":1}},"seen":{}}')],
  ] as const) {
    it(`is not taken when it is ${what}`, () => expect(isEventDraft(value)).to.equal(false));
  }

  it('may have any subset of the fields', () => expect(isTyped({ importance: 3, tags: [] })).to.equal(true));
});
