import { NalityError } from '../../src/core/errors.ts';
import type { ChangesPage, Outcome, Remote } from '../../src/core/sync/remote.ts';
import type { Edge } from '../../src/core/sync/edge.ts';
import type { Fingerprint } from '../../src/core/sync/fingerprint.ts';
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
  /** Happens once, between the making of an answer of this kind and its arrival. */
  readonly meanwhile: Map<Kind, () => void>;
  /** Rows per page of changes. */
  pageSize: number;
  /** Who is signed in, as far as the server can tell; undefined: whoever asks. */
  signedIn: string | undefined;
}

type Kind = 'fingerprint' | 'revisions' | 'select' | 'changes' | 'page';

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
    if (applied.has(operation.id)) return { name: 'applied', row: before ?? null, again: true };
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

  const live = (edge?: Edge): SyncedRow[] =>
    [...rows.values()].filter(
      (row) => row.deleted_at === null && (!edge || placeOf(row, edge.by) >= `${edge.value} ${edge.id}`),
    );
  const answer = async <T>(kind: Kind, value: T): Promise<T> => {
    const act = remote.meanwhile.get(kind);
    remote.meanwhile.delete(kind);
    act?.();
    await Promise.resolve();
    return value;
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
    pageSize: 500,
    signedIn: undefined,
    meanwhile: new Map(),
    service: () => Promise.reject(new Error('There are no other services in this test.')),
    rpc: async (name) => (meet(name), undefined as never),
    invoke: async (name) => (meet(name), undefined as never),
    put: async (table) => meet(`put ${table}`),
    async select<T>(_table: string, _columns: string, _column: string, ids: readonly string[]) {
      meet(`select ${ids.join()}`);
      return answer(
        'select',
        ids.flatMap((id) => rows.get(id) ?? []),
      ) as Promise<T[]>;
    },
    checkSchema: async () => undefined,
    async fingerprint(_table, _scope, edge) {
      meet('fingerprint');
      return answer('fingerprint', fingerprint(live(edge)));
    },
    async revisions(_table, _column, _scope, edge) {
      meet('revisions');
      return answer('revisions', new Map(live(edge).map(({ id, rev }) => [id, rev])));
    },
    async page(_table, _scope, by, size, before) {
      meet(`page before ${before?.id}`);
      const sorted = live()
        .map((row) => ({ row, place: placeOf(row, by) }))
        .filter(({ place }) => !before || place < `${before.value} ${before.id}`)
        .sort((a, b) => (a.place < b.place ? 1 : -1))
        .map(({ row }) => row);
      return answer('page', {
        epoch: remote.epoch,
        rows: sorted.slice(0, size),
        more: sorted.length > size,
        cursor: String(clock),
      });
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
      const rowsOfPage = changed.slice(0, remote.pageSize);
      const last = rowsOfPage.at(-1);
      const next = changed.length > remote.pageSize && last ? { at: changedAt.get(last.id) } : null;
      return answer('changes', { epoch: remote.epoch, rows: rowsOfPage, next, cursor: String(clock) });
    },
  };
  return remote;
}

function placeOf(row: SyncedRow, by: string): string {
  return `${(row as unknown as Record<string, string>)[by]} ${row.id}`;
}

/** As the migration `20261125000100_reading.sql` defines it, in big integers. Short ids count as though padded with zeros. */
function fingerprint(rows: readonly SyncedRow[]): Fingerprint {
  const word = (hex: string): bigint => BigInt(`0x${hex.replace(/[^0-9a-f]/g, '0')}`);
  const sum = (mark: (x: bigint, y: bigint, rev: bigint) => bigint): number =>
    Number(
      rows.reduce((total, { id, rev }) => {
        const [x, y] = [word(id.slice(0, 8).padEnd(8, '0')), word(id.slice(-8))];
        return total + BigInt.asUintN(32, mark(x, y, BigInt(rev)));
      }, 0n) %
        2n ** 52n,
    );
  return {
    count: rows.length,
    a: sum((x, y, rev) => x + rev * (y | 1n)),
    b: sum((x, y, rev) => y + rev * (x | 1n)),
  };
}
