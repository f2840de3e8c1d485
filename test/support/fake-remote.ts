import { NalityError } from '../../src/core/errors.ts';
import type { ChangesPage, Outcome, Remote } from '../../src/core/sync/remote.ts';
import type { Operation, SyncedRow } from '../../src/core/sync/rows.ts';

/** A server with one table in memory: revisions, tombstones, a ledger, and faults on demand. */
export interface FakeRemote extends Remote {
  readonly rows: Map<string, SyncedRow>;
  /** How often each operation took effect. */
  readonly applied: Map<string, number>;
  /** What the next calls meet, one each, before anything else happens. */
  readonly faults: Error[];
  /** Loses the answers of so many calls after they took effect. */
  lostAnswers: number;
  /** Rows that are refused, by id. */
  readonly refused: Map<string, NalityError>;
  /** Another client writes. */
  write(row: Partial<SyncedRow> & { id: string }): SyncedRow;
  epoch: string;
  readonly calls: string[];
  /** Happens between the reading of the ids and the arrival of the answer. */
  whileReadingIds: (() => void) | undefined;
  /** Rows per page of changes. */
  page: number;
  /** Who is signed in, as far as the server can tell; undefined: whoever asks. */
  signedIn: string | undefined;
}

export function fakeRemote(): FakeRemote {
  const rows = new Map<string, SyncedRow>();
  const changedAt = new Map<string, number>();
  const applied = new Map<string, number>();
  const calls: string[] = [];
  let clock = 0;

  const write = (values: Partial<SyncedRow> & { id: string }): SyncedRow => {
    const before = rows.get(values.id);
    const row = { deleted_at: null, ...before, ...values, rev: (before?.rev ?? 0) + 1 } as SyncedRow;
    rows.set(row.id, row);
    changedAt.set(row.id, (clock += 1));
    return row;
  };
  const meet = (call: string): void => {
    calls.push(call);
    const fault = remote.faults.shift();
    if (fault) throw fault;
  };
  const applyOne = (operation: Operation): Outcome => {
    const before = rows.get(operation.rowId);
    const refusal = remote.refused.get(operation.rowId);
    if (applied.has(operation.id)) return { name: 'applied', row: before ?? null };
    if (refusal) return { name: 'refused', error: refusal };
    if (operation.type !== 'insert') {
      if (!before) return { name: 'refused', error: new NalityError('not-found', 'There is no such row.') };
      if (before.rev !== operation.baseRev) return { name: 'conflict', row: before };
    }
    applied.set(operation.id, (applied.get(operation.id) ?? 0) + 1);
    const deletion = operation.type === 'delete' ? { deleted_at: '1898-12-26T00:00:00+00:00' } : {};
    const revival = operation.type === 'restore' ? { deleted_at: null } : {};
    return {
      name: 'applied',
      row: write({ ...operation.values, ...deletion, ...revival, id: operation.rowId }),
    };
  };

  const remote: FakeRemote = {
    rows,
    applied,
    calls,
    write,
    faults: [],
    lostAnswers: 0,
    refused: new Map(),
    epoch: 'first',
    page: 500,
    signedIn: undefined,
    whileReadingIds: undefined,
    rpc: async (name) => (meet(name), undefined as never),
    select: async (table) => (meet(`select ${table}`), []),
    checkSchema: async () => undefined,
    async liveIds(table) {
      meet(`ids ${table}`);
      const ids = new Set([...rows.values()].filter((row) => row.deleted_at === null).map(({ id }) => id));
      remote.whileReadingIds?.();
      await Promise.resolve();
      return ids;
    },
    async apply(operations, actor) {
      meet('apply');
      if (remote.signedIn !== undefined && actor !== remote.signedIn)
        throw new NalityError('auth-required', 'These operations are of another person.');
      const outcomes = new Map(operations.map((operation) => [operation.id, applyOne(operation)]));
      if (remote.lostAnswers > 0) {
        remote.lostAnswers -= 1;
        throw new NalityError('offline', 'The answer was lost.');
      }
      return outcomes;
    },
    async changes(_table, _scope, since, after): Promise<ChangesPage> {
      meet(`changes since ${since}`);
      const from = (after as { at: number } | null)?.at ?? (since === null ? 0 : Number(since));
      const changed = [...rows.values()]
        .filter((row) => changedAt.get(row.id)! > from && (since !== null || row.deleted_at === null))
        .sort((a, b) => changedAt.get(a.id)! - changedAt.get(b.id)!);
      const rowsOfPage = changed.slice(0, remote.page);
      const last = rowsOfPage.at(-1);
      const next = changed.length > remote.page && last ? { at: changedAt.get(last.id) } : null;
      return { epoch: remote.epoch, rows: rowsOfPage, next, cursor: String(clock) };
    },
  };
  return remote;
}
