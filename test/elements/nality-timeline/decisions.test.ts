import { expect } from '@open-wc/testing';
import { NalityError } from '../../../src/core/errors.ts';
import {
  changesByOthers,
  describeChanges,
  newlyRefused,
} from '../../../src/elements/nality-timeline/changes.ts';
import type { Item } from '../../../src/elements/nality-timeline/grouping.ts';
import { commandOf } from '../../../src/elements/nality-timeline/keys.ts';
import { memoize } from '../../../src/elements/shared/memoize.ts';
import { cardAfter } from '../../../src/elements/shared/roving.ts';
import {
  mayEdit,
  ownerOf,
  screenOf,
  type TimelineSituation,
} from '../../../src/elements/nality-timeline/screen.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';
import { MARIE } from './scene.ts';

const SITUATION: TimelineSituation = {
  userId: MARIE,
  provider: { name: 'waiting' },
  identity: { name: 'person', id: MARIE, isAnonymous: false },
  connection: { name: 'online' },
  phase: { name: 'live' },
  level: 'owner',
  count: 3,
};
const failed = (code: 'denied' | 'server'): TimelineSituation['phase'] => ({
  name: 'failed',
  error: new NalityError(code, ''),
});

describe('what to show', () => {
  for (const [what, change, shown] of [
    ['a wrong id', { userId: 'x' }, 'invalidUser'],
    ['no provider yet', { phase: undefined, count: 0 }, 'loading'],
    ['loading', { phase: { name: 'loading' }, count: 0 }, 'loading'],
    [
      'loading while offline',
      { phase: { name: 'loading' }, count: 0, connection: { name: 'paused', reasons: ['offline'] } },
      'offline',
    ],
    [
      'loading while hidden',
      { phase: { name: 'loading' }, count: 0, connection: { name: 'paused', reasons: ['hidden'] } },
      'loading',
    ],
    ['offline and nothing cached', { phase: { name: 'stale' }, count: 0 }, 'offline'],
    ['empty and mine', { count: 0 }, 'emptyMine'],
    ['empty and mine by default', { count: 0, userId: '' }, 'emptyMine'],
    ['empty and theirs', { count: 0, level: 'view', identity: { name: 'anonymous' } }, 'emptyTheirs'],
    ['not shared', { count: 0, level: 'none' }, 'notShared'],
    ['not public', { count: 0, level: 'none', identity: { name: 'anonymous' } }, 'signIn'],
    ['mine and nobody signed in', { userId: '', identity: { name: 'anonymous' } }, 'signInMine'],
    ['refused', { count: 0, phase: failed('denied') }, 'notShared'],
    ['broken', { count: 0, phase: failed('server') }, 'error'],
    ['broken with events', { phase: failed('server') }, 'failed'],
    ['live', {}, 'items'],
    ['stale', { phase: { name: 'stale' } }, 'reconnecting'],
    [
      'offline',
      { phase: { name: 'stale' }, connection: { name: 'paused', reasons: ['hidden', 'offline'] } },
      'offline',
    ],
    [
      'signed out',
      { connection: { name: 'needs-auth', error: new NalityError('auth-expired', '') } },
      'signIn',
    ],
  ] as [string, Partial<TimelineSituation>, string][]) {
    it(`${what}: ${shown}`, () => {
      const screen = screenOf({ ...SITUATION, ...change });
      const word = { loading: () => 'loading', error: () => 'error' } as Record<string, () => string>;
      const seen =
        screen.name === 'notice'
          ? screen.notice
          : screen.name === 'items'
            ? (screen.banner ?? 'items')
            : word[screen.name]!();
      expect(seen).to.equal(shown);
    });
  }

  it('means me where no id is given, and nobody where the id is none', () => {
    expect(ownerOf('', { name: 'person', id: MARIE, isAnonymous: false })).to.equal(MARIE);
    expect(ownerOf('', { name: 'unknown' })).to.equal(undefined);
    expect(ownerOf('x', { name: 'anonymous' })).to.equal(undefined);
    expect(ownerOf(MARIE.toUpperCase(), undefined)).to.equal(MARIE);
  });

  it('lets edit from level edit on, unless readonly', () => {
    const levels = ['none', 'view', 'comment', 'edit', 'admin', 'owner'] as const;
    expect(levels.filter((level) => mayEdit(level, false))).to.deep.equal(['edit', 'admin', 'owner']);
    expect(levels.filter((level) => mayEdit(level, true))).to.deep.equal([]);
    expect(mayEdit(undefined, false)).to.equal(false);
  });
});

describe('what a key means', () => {
  const key = (name: string, more: Partial<KeyboardEvent> = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    ...more,
  });

  for (const [name, where, command] of [
    ['ArrowDown', 'card', 'move'],
    ['ArrowDown', 'control', 'move'],
    ['ArrowDown', 'editor', undefined],
    ['ArrowDown', 'elsewhere', undefined],
    ['Enter', 'card', 'open'],
    ['Enter', 'control', undefined],
    ['e', 'card', 'edit'],
    ['e', 'editor', undefined],
    ['Delete', 'card', 'remove'],
    ['Delete', 'control', undefined],
    ['n', 'elsewhere', 'add'],
    ['n', 'editor', undefined],
    ['Escape', 'editor', 'leave'],
    ['Escape', 'control', 'leave'],
    ['/', 'card', undefined],
    ['constructor', 'card', undefined],
  ] as const) {
    it(`${name} on ${where}: ${command ?? 'nothing'}`, () =>
      expect(commandOf(key(name), where)).to.equal(command));
  }

  it('leaves chords and unfinished characters alone, but for undo', () => {
    expect(commandOf(key('n', { ctrlKey: true }), 'card')).to.equal(undefined);
    expect(commandOf(key('e', { altKey: true }), 'card')).to.equal(undefined);
    expect(commandOf(key('n', { isComposing: true }), 'card')).to.equal(undefined);
    expect(commandOf(key('z', { metaKey: true }), 'card')).to.equal('undo');
    expect(commandOf(key('z', { ctrlKey: true }), 'editor')).to.equal(undefined);
  });

  it('moves inside the list and stops at its ends', () => {
    expect(cardAfter(['a', 'b'], 'a', 'ArrowDown')).to.equal('b');
    expect(cardAfter(['a', 'b'], 'b', 'ArrowDown')).to.equal(undefined);
    expect(cardAfter(['a', 'b'], 'a', 'ArrowUp')).to.equal(undefined);
    expect(cardAfter(['a', 'b'], undefined, 'End')).to.equal('b');
    expect(cardAfter([], undefined, 'Home')).to.equal(undefined);
  });
});

describe('what others did', () => {
  const item = (id: string, rev: number, state: Item['state'] = 'saved'): Item => ({
    row: lifeEvent(id, { rev }),
    state,
  });
  const kinds = (before: Item[], after: Item[], mine = new Set<string>()): string[] =>
    changesByOthers(before, after, mine).map(({ kind, id }) => `${kind} ${id}`);

  it('is told by the way that my own changes take', () => {
    expect(kinds([item('a', 1)], [item('a', 2)])).to.deep.equal(['changed a']);
    expect(kinds([item('a', 1)], [item('a', 1, 'queued')])).to.deep.equal([]);
    expect(kinds([item('a', 1, 'sending')], [item('a', 2)])).to.deep.equal([]);
    expect(kinds([], [item('a', 1)])).to.deep.equal(['added a']);
    expect(kinds([], [item('a', 0, 'queued')])).to.deep.equal([]);
    expect(kinds([item('a', 1)], [])).to.deep.equal(['removed a']);
    expect(kinds([item('a', 1)], [], new Set(['a']))).to.deep.equal([]);
  });

  it('is told in one sentence, however much it is', () => {
    const changes = ['a', 'b', 'c', 'd'].map((id) => ({
      kind: 'changed' as const,
      id,
      title: id.toUpperCase(),
    }));
    expect(describeChanges(changes.slice(0, 2), (id) => (id === 'a' ? 'Irène' : undefined))).to.equal(
      'Irène changed “A”. “B” was changed',
    );
    expect(describeChanges(changes, () => undefined)).to.equal('4 events were changed by others');
    expect(describeChanges([...changes.slice(0, 1), ...changes.slice(0, 1)], () => undefined)).to.equal(
      '“A” was changed',
    );
  });

  it('knows a new refusal from an old one', () => {
    expect(newlyRefused([item('a', 1, 'sending')], [item('a', 1, 'failed')])).to.have.length(1);
    expect(newlyRefused([item('a', 1, 'failed')], [item('a', 1, 'failed')])).to.be.empty;
  });
});

describe('memoize', () => {
  it('computes again only for other arguments', () => {
    let runs = 0;
    const sum = memoize((a: number, b: number) => (runs++, a + b));
    expect([sum(1, 2), sum(1, 2), sum(2, 2), runs]).to.deep.equal([3, 3, 4, 2]);
  });
});
