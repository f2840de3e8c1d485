import fc from 'fast-check';
import type { FaultId } from './world/faults.ts';

/** What happens, in order; every command `wait` milliseconds after the one before. Numbers choose modulo what there is. */
export type Command = { readonly wait: number } & (
  | { readonly do: 'insert'; readonly tab: number; readonly poison: boolean }
  | { readonly do: 'update'; readonly tab: number; readonly row: number; readonly fields: number }
  | { readonly do: 'delete'; readonly tab: number; readonly row: number }
  | { readonly do: 'restore'; readonly tab: number; readonly row: number }
  | {
      readonly do: 'decide';
      readonly tab: number;
      readonly pick: number;
      readonly choice: 'retry' | 'discard' | 'amend';
    }
  /** Somebody writes past the core: at once, or in a transaction that stays open. */
  | {
      readonly do: 'outside';
      readonly row: number;
      readonly fields: number;
      readonly act: 'update' | 'insert' | 'delete' | 'restore';
      readonly openMs: number;
    }
  | { readonly do: 'open'; readonly browser: number }
  | { readonly do: 'close' | 'reload' | 'crash' | 'unmount' | 'remount' | 'flicker'; readonly tab: number }
  | { readonly do: 'freeze' | 'block' | 'bfcache'; readonly tab: number; readonly ms: number }
  | { readonly do: 'kill' | 'wipe' | 'switch' | 'expire' | 'foreign'; readonly browser: number }
  | { readonly do: 'step'; readonly browser: number; readonly ms: number }
  | { readonly do: 'offline'; readonly browser: number; readonly ms: number }
  | { readonly do: 'lose'; readonly tab: number; readonly code: number }
  | { readonly do: 'server'; readonly act: ServerAct; readonly row: number; readonly ms: number }
  | { readonly do: 'fault'; readonly id: FaultId; readonly browser: number; readonly ms: number }
);

/** What befalls the server. */
export type ServerAct =
  | 'restart'
  | 'revoke'
  | 'grant'
  | 'move'
  | 'remove'
  | 'purge'
  | 'burst'
  | 'break-feed'
  | 'babble'
  | 'step'
  | 'new-epoch';

/** How the world is set up, and what happens in it. */
export interface Schedule {
  readonly seed: number;
  readonly changes: 'postgres' | 'broadcast';
  readonly strategy: 'server_wins' | 'client_wins' | 'merge' | 'prompt_user';
  /** Per browser: how many tabs it begins with, and what it lacks (bits: disk, locks, lines). */
  readonly browsers: readonly { readonly tabs: number; readonly lacks: number }[];
  readonly rows: number;
  /** Rows in one page of changes. */
  readonly page: number;
  readonly tokenLifeMs: number;
  readonly commands: readonly Command[];
}

/** Faults that are at work for a while. The first three are drawn more often: they overlap what is under way. */
const TIMED: readonly FaultId[] = [
  'F2',
  'F2',
  'F2',
  'F25',
  'F25',
  'F25',
  'F1',
  'F3',
  'F4',
  'F5',
  'F6',
  'F7',
  'F8',
  'F9',
  'F10',
  'F11',
  'F12',
  'F13',
  'F14',
  'F15',
  'F18',
  'F21',
  'F22',
  'F23',
  'F24',
  'F27',
  'F28',
  'F29',
  'F35',
  'F42',
  'F43',
];

const any = fc.nat(11);
/** Three of ten go to the same row, the first one; the rest to any. */
const row = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 7, arbitrary: fc.nat(9) });
const fields = fc.integer({ min: 1, max: 15 });
const ms = fc.oneof(fc.integer({ min: 20, max: 800 }), fc.integer({ min: 500, max: 8000 }));
const wait = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 60 }) },
  { weight: 4, arbitrary: fc.integer({ min: 50, max: 1500 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1000, max: 20_000 }) },
);

const command = (shape: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Command> =>
  fc.record({ wait, ...shape }) as unknown as fc.Arbitrary<Command>;
const one = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const COMMANDS: readonly { weight: number; arbitrary: fc.Arbitrary<Command> }[] = [
  { weight: 8, arbitrary: command({ do: one('insert'), tab: any, poison: fc.nat(9).map((n) => n === 0) }) },
  { weight: 30, arbitrary: command({ do: one('update'), tab: any, row, fields }) },
  { weight: 5, arbitrary: command({ do: one('delete'), tab: any, row }) },
  { weight: 4, arbitrary: command({ do: one('restore'), tab: any, row }) },
  {
    weight: 6,
    arbitrary: command({ do: one('decide'), tab: any, pick: any, choice: one('retry', 'discard', 'amend') }),
  },
  {
    weight: 14,
    arbitrary: command({
      do: one('outside'),
      row,
      fields,
      act: one('update', 'update', 'update', 'update', 'insert', 'delete', 'restore'),
      openMs: fc.oneof(fc.constant(0), fc.integer({ min: 20, max: 4000 })),
    }),
  },
  { weight: 4, arbitrary: command({ do: one('open'), browser: any }) },
  {
    weight: 7,
    arbitrary: command({
      do: one('close', 'reload', 'crash', 'unmount', 'remount', 'remount', 'flicker'),
      tab: any,
    }),
  },
  {
    weight: 4,
    arbitrary: command({
      do: one('freeze', 'block', 'bfcache'),
      tab: any,
      ms: fc.integer({ min: 100, max: 60_000 }),
    }),
  },
  {
    weight: 7,
    arbitrary: command({
      do: one('kill', 'kill', 'kill', 'switch', 'expire', 'foreign', 'wipe'),
      browser: any,
    }),
  },
  { weight: 1, arbitrary: command({ do: one('step'), browser: any, ms: one(-3_600_000, 3_600_000) }) },
  { weight: 3, arbitrary: command({ do: one('offline'), browser: any, ms }) },
  { weight: 2, arbitrary: command({ do: one('lose'), tab: any, code: one(1001, 1006, 1011) }) },
  {
    weight: 7,
    arbitrary: command({
      do: one('server'),
      act: one<ServerAct>(
        'restart',
        'revoke',
        'grant',
        'move',
        'remove',
        'purge',
        'burst',
        'break-feed',
        'babble',
        'step',
        'new-epoch',
      ),
      row,
      ms,
    }),
  },
  { weight: 26, arbitrary: command({ do: one('fault'), id: one(...TIMED), browser: any, ms }) },
];

/** Schedules of at most `most` commands. */
export function schedules(most = 100): fc.Arbitrary<Schedule> {
  return fc.record({
    seed: fc.nat(),
    changes: one('postgres', 'broadcast'),
    strategy: one('server_wins', 'client_wins', 'merge', 'prompt_user'),
    browsers: fc.array(
      fc.record({
        tabs: fc.integer({ min: 1, max: 2 }),
        lacks: fc.oneof(
          { weight: 7, arbitrary: fc.constant(0) },
          { weight: 3, arbitrary: fc.integer({ min: 1, max: 7 }) },
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    rows: fc.integer({ min: 0, max: 8 }),
    page: fc.integer({ min: 1, max: 5 }),
    tokenLifeMs: one(15_000, 60_000, 3_600_000),
    commands: fc.array(fc.oneof(...COMMANDS), { minLength: 1, maxLength: most, size: 'max' }),
  });
}
