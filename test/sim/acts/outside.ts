import type { Transaction } from '../server/transaction.ts';
import { buried, unearthed } from '../server/operations.ts';
import type { Row } from '../server/row.ts';
import { OWNER } from '../page.ts';
import type { Command } from '../schedule.ts';
import { patch } from './texts.ts';
import { ELSEWHERE, GUEST, PARTNER, newRow, type Simulation } from '../simulation.ts';

type CommandOf<Name> = Extract<Command, { do: Name }>;

/** Somebody writes past the core, e.g. a service: in a transaction that may stay open for a while (F25). */
export function actOutside(simulation: Simulation, command: CommandOf<'outside'>): void {
  const { server, chance } = simulation.world;
  void inTransaction(simulation, command.openMs, async (transaction) => {
    const row = await lockedRow(simulation, transaction, command.row);
    const { database } = server;
    if (command.act === 'insert' || !row)
      return void database.write(transaction, newRow(chance.uuid(), simulation.text(), server.clock()));
    if (command.act === 'restore' && row.deleted_at !== null)
      return void database.write(transaction, { ...unearthed(row), title: simulation.text() });
    if (row.deleted_at !== null) return;
    if (command.act === 'delete') return void database.write(transaction, buried(row, server.clock()));
    database.write(transaction, { ...row, ...patch(simulation, command.fields) });
  });
}

async function inTransaction(
  { world: { server, time, faults } }: Simulation,
  openMs: number,
  work: (transaction: Transaction) => Promise<void>,
): Promise<void> {
  const { database } = server;
  const transaction = database.begin();
  try {
    await work(transaction);
    if (openMs > 0) {
      faults.struck('F25');
      await new Promise<void>((resolve) => time.after(openMs, resolve));
    }
    database.commit(transaction);
  } catch {
    database.abort(transaction);
  }
}

/** The row at a place among all that the timeline ever had; zero is always the same one. */
async function lockedRow(
  { world: { server } }: Simulation,
  transaction: Transaction,
  place: number,
): Promise<Row | undefined> {
  const { database } = server;
  const ids = database
    .rows()
    .map(({ id }) => id)
    .sort();
  const id = ids[place % Math.max(1, ids.length)];
  if (id === undefined) return undefined;
  await database.lock(transaction, `row:${id}`);
  return database.read(id, transaction);
}

/** What befalls the server. */
export function actOnServer(simulation: Simulation, command: CommandOf<'server'>): void {
  const { world, watch } = simulation;
  const { server, faults, chance } = world;
  const write = (work: (transaction: Transaction, row: Row | undefined) => void): void =>
    void inTransaction(simulation, 0, async (transaction) =>
      work(transaction, await lockedRow(simulation, transaction, command.row)),
    );
  switch (command.act) {
    case 'restart':
      return server.restart(command.ms);
    case 'revoke':
      faults.struck('F30');
      watch.pardonAll();
      return server.rights.grant(PARTNER, OWNER, chance.hits(0.5) ? 'none' : 'view');
    case 'grant':
      faults.struck('F30');
      watch.pardonAll();
      return server.rights.grant(chance.hits(0.5) ? GUEST : PARTNER, OWNER, 'edit');
    case 'move':
      return write((transaction, row) => {
        if (!row || row.deleted_at !== null) return;
        faults.struck('F31');
        watch.pardon(row.id);
        server.database.write(transaction, { ...row, user_id: row.user_id === OWNER ? ELSEWHERE : OWNER });
      });
    case 'remove':
      return write((transaction, row) => {
        if (!row) return;
        faults.struck('F32');
        server.database.remove(transaction, row.id);
      });
    case 'purge':
      return void inTransaction(simulation, 0, async (transaction) => {
        for (const row of server.database.rows())
          if (row.deleted_at !== null) {
            faults.struck('F32');
            await server.database.lock(transaction, `row:${row.id}`);
            server.database.remove(transaction, row.id);
          }
      });
    case 'burst':
      return burst(simulation, command.row);
    case 'break-feed':
      return server.feed.breakDown();
    case 'babble':
      return server.feed.babble();
    case 'step':
      faults.struck('F33');
      return server.step(chance.hits(0.5) ? 3_600_000 : -3_600_000);
    case 'new-epoch':
      watch.pardonAll();
      return server.database.newEpoch();
  }
}

/** F19: very many changes at once. */
function burst(simulation: Simulation, place: number): void {
  simulation.world.faults.struck('F19');
  for (let i = 0; i < BURST; i += 1)
    void inTransaction(simulation, 0, async (transaction) => {
      const row = await lockedRow(simulation, transaction, place + i);
      const { database } = simulation.world.server;
      if (row && row.deleted_at === null) database.write(transaction, { ...row, title: simulation.text() });
    });
}

/** As many as a schedule can afford: L2 sends 5,000. */
const BURST = 60;
