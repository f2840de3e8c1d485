import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NalityError } from '../../../src/core/errors.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';
import { fakeRemote } from '../../support/fake-remote.ts';
import { openNotes, type Note } from '../../support/notes.ts';

const WHOLE = undefined;
const WINDOW = { by: 'at', size: 4 };

/** Two collections on one server, each with a machine of its own. */
function open(seconds: typeof WINDOW | undefined) {
  const remote = fakeRemote();
  const desks = [openNotes(remote, fakeEnvironment(), WHOLE), openNotes(remote, fakeEnvironment(), seconds)];
  return { remote, desks };
}

const n = fc.nat(9);
const desk = fc.nat(1);
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('write' as const), n, heard: fc.array(desk, { maxLength: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mutate' as const), n, desk }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), desk, back: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('partial' as const), n, desk }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('tombstone', 'vanish', 'appear', 'purge', 'deny') as fc.Arbitrary<Sudden>,
      n,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('wake', 'feed', 'fail', 'lose', 'settle', 'minute') as fc.Arbitrary<Quiet>,
      desk,
    }),
  },
);
type Sudden = 'tombstone' | 'vanish' | 'appear' | 'purge' | 'deny';
type Quiet = 'wake' | 'feed' | 'fail' | 'lose' | 'settle' | 'minute';

test('I4: after any writes, losses, late and partial events, every collection is what a fresh read gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 5, maxLength: 60 }),
      fc.constantFrom(WHOLE, WINDOW),
      async (acts, second) => {
        const { remote, desks } = open(second);
        await settle();
        for (const { feed } of desks) feed.set({ name: 'live' });
        const hidden = new Map<string, Note>();
        /** An id is never used again. */
        const purged = new Set<string>();
        const sent: Note[] = [];
        const newest = desks.map(() => new Map<string, number>());
        const write = (id: string, more: object): Note => {
          const row = desks[0]!.write(id, `${id} anew`, { at: id, ...more });
          sent.push(row);
          return row;
        };
        for (const one of acts) {
          const id = 'n' in one ? `n${one.n}` : '';
          const known = remote.rows.has(id) && !hidden.has(id);
          if (one.do === 'write' && !hidden.has(id) && !purged.has(id))
            for (const row of [write(id, { deleted_at: null })])
              for (const place of one.heard) desks[place]!.hear(row);
          if (one.do === 'mutate') {
            const mine = desks[one.desk]!.collection;
            if (mine.rows.get().some(({ row }) => row.id === id))
              mine.mutate({ type: 'update', id, values: { text: 'mine' } });
          }
          if (one.do === 'late' && sent.length > 0) desks[one.desk]!.hear(sent.at(-1 - one.back) ?? sent[0]!);
          if (one.do === 'partial' && known) {
            const { text: _missing, ...row } = remote.rows.get(id) as Note;
            desks[one.desk]!.events().onChange?.({ table: 'notes', id, row });
          }
          if (one.do === 'tombstone' && known) write(id, { deleted_at: '1898-12-26' });
          if (one.do === 'purge' && known) {
            remote.rows.delete(id);
            purged.add(id);
            for (const { events } of desks) events().onChange?.({ table: 'notes', id, row: undefined });
          }
          if (one.do === 'vanish' && known) {
            hidden.set(id, remote.rows.get(id) as Note);
            remote.rows.delete(id);
          }
          if (one.do === 'appear' && hidden.has(id)) {
            remote.rows.set(id, hidden.get(id)!);
            hidden.delete(id);
          }
          if (one.do === 'deny') remote.refused.set(id, new NalityError('denied', 'no'));
          if (!('desk' in one)) continue;
          const { wakes, feed, environment } = desks[one.desk]!;
          if (one.do === 'wake') wakes.emit();
          if (one.do === 'lose') feed.set({ name: 'lost' });
          if (one.do === 'feed') feed.set({ name: 'live' });
          if (one.do === 'fail') remote.faults.push(new NalityError('offline', 'no', { retryable: true }));
          if (one.do === 'settle') await settle();
          if (one.do === 'minute') await environment.advance(60_000);
          // I5: while a row stays on the server, nobody's base goes back.
          for (const [place, { collection }] of desks.entries())
            for (const { row, state } of collection.rows.get()) {
              if (state !== 'saved') continue;
              const seen = newest[place]!.get(row.id) ?? 0;
              assert.ok(row.rev >= seen || !remote.rows.has(row.id), `${row.id} went back to ${row.rev}`);
              newest[place]!.set(row.id, Math.max(seen, row.rev));
            }
        }
        remote.faults.length = 0;
        for (const { environment } of desks) await environment.advance(300_000);
        for (const { outbox } of desks)
          for (const { id, state } of outbox.pending.get())
            if (state === 'failed' || state === 'conflict') outbox.settle(id, 'discard');
        for (const { environment, wakes } of desks) {
          wakes.emit();
          await environment.advance(61_000);
        }
        const fresh = [...remote.rows.values()]
          .filter((row) => row.deleted_at === null)
          .sort((a, b) => (a.id < b.id ? -1 : 1));
        for (const { collection, close } of desks) {
          const rows = collection.rows.get().map(({ row }) => row);
          const all = collection.more.get() === 'none';
          assert.deepEqual(rows, all ? fresh : fresh.slice(fresh.length - rows.length));
          assert.ok(all || rows.length > 0 || fresh.length === 0);
          close();
        }
      },
    ),
    { numRuns: 100 },
  );
});
