import { expect } from '@open-wc/testing';
import { openDrafts, ownDrafts, type OwnDrafts } from '../../../src/elements/shared/drafts.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

describe('drafts', () => {
  beforeEach(() => localStorage.clear());

  it('are there for whoever opens the same place, as after a reload', () => {
    openDrafts('me:marie', isText).write('a', 'half a thought');
    const again = openDrafts('me:marie', isText);
    expect(again.read('a')).to.equal('half a thought');
    expect(again.names()).to.deep.equal(['a']);
  });

  it('are not there for another person or place', () => {
    openDrafts('me:marie', isText).write('a', 'x');
    const other = openDrafts('you:marie', isText);
    expect(other.read('a')).to.equal(undefined);
    expect(other.names()).to.deep.equal([]);
  });

  it('go when they are removed', () => {
    const drafts = openDrafts('p', isText);
    drafts.write('a', 'x');
    drafts.remove('a');
    expect(drafts.read('a')).to.equal(undefined);
    expect(localStorage.length).to.equal(0);
  });

  it('are foreign where another tab has written them since they were read', () => {
    const [here, there] = [openDrafts('p', isText), openDrafts('p', isText)];
    const told = (): boolean[] => [here.isForeign('a'), there.isForeign('a')];
    expect(told()).to.deep.equal([false, false]);
    here.write('a', 'x');
    expect(told()).to.deep.equal([false, true]);
    there.read('a');
    expect(told()).to.deep.equal([false, false]);
    there.write('a', 'y');
    expect(told()).to.deep.equal([true, false]);
    there.remove('a');
    expect(told()).to.deep.equal([false, false]);
  });

  it('of two tabs under one name are all kept, each tab shows its own, and later pages one after the other', () => {
    const tab = (): OwnDrafts<string> => ownDrafts(openDrafts('p', isText));
    const [here, there] = [tab(), tab()];
    expect([here.read('a'), there.read('a')]).to.deep.equal([undefined, undefined]);
    here.write('a', 'mine');
    there.write('a', 'yours');
    here.write('a', 'mine, and more');
    expect([here.read('a'), there.read('a')]).to.deep.equal(['mine, and more', 'yours']);
    const next = tab();
    expect(next.names()).to.deep.equal(['a']);
    expect(next.read('a')).to.equal('mine, and more');
    next.remove('a');
    expect(next.read('a')).to.equal(undefined);
    expect(tab().read('a')).to.equal('yours');
    expect([here.read('a'), there.read('a')]).to.deep.equal(['mine, and more', 'yours']);
  });

  it('of another tab stay when this one has sent its own', () => {
    const [here, there] = [ownDrafts(openDrafts('p', isText)), ownDrafts(openDrafts('p', isText))];
    here.read('a');
    there.read('a');
    here.write('a', 'still being written');
    there.remove('a');
    expect(ownDrafts(openDrafts('p', isText)).read('a')).to.equal('still being written');
  });

  for (const [what, stored] of [
    ['broken', '{"'],
    ['of another shape', '{"a":1}'],
  ] as const) {
    it(`are nothing when what is stored is ${what}`, () => {
      localStorage.setItem('nality:draft:p:a', stored);
      expect(openDrafts('p', isText).read('a')).to.equal(undefined);
    });
  }

  it('live in memory where the browser stores nothing, and nothing is thrown', () => {
    const { setItem, getItem, removeItem } = Storage.prototype;
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    Object.assign(Storage.prototype, { setItem: full, getItem: full, removeItem: full });
    try {
      const drafts = openDrafts('p', isText);
      drafts.write('a', 'kept');
      expect(drafts.read('a')).to.equal('kept');
      expect(drafts.names()).to.contain('a');
      drafts.remove('a');
      expect(drafts.read('a')).to.equal(undefined);
    } finally {
      Object.assign(Storage.prototype, { setItem, getItem, removeItem });
    }
  });
});
