import type { Schedule } from './schedule.ts';

/** Schedules that have failed once, as small as they could be made. They run every time. */
export const REGRESSIONS: readonly { readonly what: string; readonly schedule: Schedule }[] = [
  {
    what: 'what only a live tab still has is lost when another tab makes the database anew (I1)',
    schedule: {
      seed: 0,
      changes: 'postgres',
      strategy: 'server_wins',
      browsers: [{ tabs: 1, lacks: 0 }],
      rows: 0,
      page: 1,
      tokenLifeMs: 15000,
      commands: [
        { wait: 0, do: 'insert', tab: 0, poison: true },
        { wait: 67, do: 'update', tab: 0, row: 0, fields: 2 },
        { wait: 12, do: 'wipe', browser: 0 },
        { wait: 20, do: 'open', browser: 0 },
        { wait: 0, do: 'update', tab: 0, row: 0, fields: 10 },
      ],
    },
  },
  {
    what: 'two tabs that send without locks put old copies over what the other has absorbed (I7)',
    schedule: {
      seed: 0,
      changes: 'postgres',
      strategy: 'server_wins',
      browsers: [{ tabs: 2, lacks: 2 }],
      rows: 0,
      page: 1,
      tokenLifeMs: 15000,
      commands: [
        { wait: 50, do: 'insert', tab: 0, poison: false },
        { wait: 9, do: 'update', tab: 7, row: 0, fields: 6 },
        { wait: 139, do: 'fault', id: 'F8', browser: 3, ms: 604 },
        { wait: 29, do: 'fault', id: 'F29', browser: 2, ms: 488 },
        { wait: 0, do: 'outside', row: 0, fields: 7, act: 'delete', openMs: 0 },
        { wait: 12, do: 'offline', browser: 0, ms: 2421 },
        { wait: 2, do: 'insert', tab: 11, poison: false },
        { wait: 29, do: 'update', tab: 3, row: 8, fields: 4 },
      ],
    },
  },
];
