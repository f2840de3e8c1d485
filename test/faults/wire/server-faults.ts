import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultId } from '../catalogue.ts';
import type { Chance } from '../random.ts';
import type { RunRecord } from '../record.ts';
import type { Pair, Stage } from '../stage.ts';

/** What goes wrong on the server, for the people of one run alone. */
export interface ServerFaults {
  /** Lets a fault of the server begin. Answers whether it is one. */
  start(fault: FaultId): boolean;
  stop(fault: FaultId): void;
  /** Ends everything; resolves when all that was begun is done. */
  settle(): Promise<void>;
}

/** What they work on. */
export interface ServerFaultsOptions {
  readonly stage: Stage;
  readonly pair: Pair;
  /** The row that stays. */
  readonly hot: string;
  readonly record: RunRecord;
  readonly chance: Chance;
  readonly seed: number;
  fired(fault: FaultId): void;
}

/** A transaction that has just been opened is not held back at once: it is looked after so often, milliseconds. */
const LOOK_MS = 20;
/** So many changes of one row come at once. */
const BURST = 100;

/** Prepares the faults of the server. */
export function openServerFaults(options: ServerFaultsOptions): ServerFaults {
  const { stage, pair, hot, record, chance, seed, fired } = options;
  const { owner, editor } = pair;
  const work = new Set<Promise<unknown>>();
  /** What ends a fault that has begun, the oldest first: one may begin again before it has ended. */
  const ends: { readonly fault: FaultId; end(): void }[] = [];
  let count = 0;

  const run = (fault: FaultId, task: () => Promise<boolean>): void => {
    const done: Promise<unknown> = task()
      .then((met) => met && fired(fault))
      .finally(() => work.delete(done));
    work.add(done);
  };
  const text = (): string => `s${seed} sql${(count += 1)}`;
  /** Some live row, but never the hot one. */
  const victim = async (): Promise<string | undefined> => {
    const rows = await stage.sql<{ id: string }>(
      'select id from life_events where user_id = $1 and deleted_at is null and id <> $2 order by id',
      [owner, hot],
    );
    return rows.length > 0 ? chance.pick(rows).id : undefined;
  };
  /** A right is given for good, or given back after a while. */
  const revoke = async (): Promise<boolean> => {
    await stage.sql('delete from timeline_shares where owner_id = $1', [owner]);
    if (chance.percent(50)) ends.push({ fault: 'F30', end: () => run('F30', grant) });
    return true;
  };
  const grant = async (): Promise<boolean> => {
    await stage.sql(
      `insert into timeline_shares (owner_id, grantee_kind, grantee_id, level, created_by)
       values ($1, 'user', $2, 'edit', $1) on conflict do nothing`,
      [owner, editor],
    );
    return true;
  };
  const onVictim =
    (statement: string, values: unknown[] = []) =>
    async (): Promise<boolean> => {
      const id = await victim();
      if (id !== undefined) await stage.sql(statement, [id, ...values]);
      return id !== undefined;
    };
  const burst = async (): Promise<boolean> => {
    const last = text();
    record.note(hot, { location: last });
    await stage.sql(
      `do $$ begin for i in 1..${BURST} loop update life_events set importance = 1 + i % 10 where id = '${hot}'; end loop;
       update life_events set location = '${last}' where id = '${hot}'; end $$`,
    );
    return true;
  };
  /** A writer that takes its time: others commit while its transaction is open. */
  const hold = async (): Promise<boolean> => {
    const [id, title, location] = [randomUUID(), text(), text()];
    record.plan({ title, location });
    const writer = await stage.connect();
    try {
      await writer.query('begin');
      await writer.query(
        `insert into life_events (id, user_id, created_by, title, start_date) values ($1, $2, $2, $3, '1900-01-01')`,
        [id, owner, title],
      );
      await new Promise<void>((resolve) => ends.push({ fault: 'F25', end: resolve }));
      await writer.query('update life_events set location = $2 where id = $1', [hot, location]);
      await writer.query('commit');
      record.note(id, { title });
      record.note(hot, { location });
      return true;
    } catch {
      return false; // the database was restarted under it
    } finally {
      await writer.end();
    }
  };
  const starts: Partial<Record<FaultId, () => Promise<boolean>>> = {
    F19: burst,
    F25: hold,
    F26: async () => (await stage.restart(), true),
    F30: revoke,
    F31: onVictim('update life_events set user_id = $2 where id = $1', [editor]),
    F32: onVictim('delete from life_events where id = $1'),
  };
  const stop = (fault: FaultId): void => {
    const place = ends.findIndex((one) => one.fault === fault);
    if (place >= 0) ends.splice(place, 1).forEach(({ end }) => end());
  };
  return {
    start(fault) {
      const start = starts[fault];
      if (start) run(fault, start);
      return start !== undefined;
    },
    stop,
    async settle() {
      while (work.size > 0 || ends.length > 0) {
        for (const { end } of ends.splice(0)) end();
        await Promise.race([...work, sleep(LOOK_MS)]);
      }
    },
  };
}
