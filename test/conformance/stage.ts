import type { Database } from '../../src/local/database/database.ts';
import type { RealtimeOptions } from '../../src/local/realtime/realtime.ts';
import { DEFAULT_LIMITS, DEFAULT_PAUSES } from '../../src/local/realtime/limits.ts';
import { PLATFORM_ONLY, openTestDatabase } from '../support/test-database.ts';
import { InterruptibleDatabase } from './interruptible-database.ts';
import type { OpenStage } from './run.ts';
import { startService } from './service.ts';

/** Makes fresh servers whose database is prepared by SQL that the project's owner runs. */
export function stages(preparation: readonly string[]): OpenStage {
  return async (pace) => {
    const { database, close } = await openTestDatabase(PLATFORM_ONLY);
    for (const sql of preparation) await runAsOwner(database, sql);
    const interruptible = new InterruptibleDatabase(database);
    const service = await startService(interruptible, scaled(pace));
    return {
      get port() {
        return service.port;
      },
      stopServer: () => service.stop(),
      startServer: () => service.start(),
      restartDatabase: () => interruptible.interrupt(),
      sql: (text, params) => runAsOwner(database, text, params),
      async close() {
        await service.close();
        await close();
      },
    };
  };
}

/** The server's own pauses, divided like those of the conversation. */
function scaled(pace: number): Partial<RealtimeOptions> {
  const pauses = Object.entries(DEFAULT_PAUSES).map(([name, value]) => [name, value / pace]);
  return {
    pauses: Object.fromEntries(pauses) as Partial<RealtimeOptions['pauses']>,
    limits: { presenceWindow: DEFAULT_LIMITS.presenceWindow / pace },
  };
}

/** A block of statements that begins and ends its own transaction. */
const BLOCK = /^begin;([^]*);\s*(commit|rollback);?$/i;

/** Runs SQL in one transaction with the rights of `postgres`, as a project's owner has them. */
async function runAsOwner(database: Database, text: string, params: readonly unknown[] = []): Promise<void> {
  const [, body = text, end = 'commit'] = BLOCK.exec(text.trim()) ?? [];
  const rollback = new Error('rolled back as recorded');
  const work = database.transaction(async (sql) => {
    await sql.exec('set local role postgres');
    if (params.length > 0) await sql.query(body, params);
    else await sql.exec(body);
    if (end.toLowerCase() === 'rollback') throw rollback;
  });
  await work.catch((error: unknown) => {
    if (error !== rollback) throw error;
  });
}
