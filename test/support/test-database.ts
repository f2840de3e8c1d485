import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../src/local/database/database.ts';
import type { ProjectOptions } from '../../src/local/project/open-project.ts';
import { openProject, openProjectAt } from '../../src/local/project/open-project.ts';

/** Names the server on which `npm run test:postgres` runs the tests; unset where PGlite serves them. */
const SERVER = 'NALITY_TEST_SERVER';

/** From here on, in this process and those that it starts, tests run on that server. */
export function useServer(url: string): void {
  process.env[SERVER] = url;
}

/** A database for one test file, deleted by `drop`, which comes after its last connection. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** The platform without a project in it. */
export const PLATFORM_ONLY: ProjectOptions = { folder: '', schema: false, seed: false };

/** Opens a database that holds the project, on PostgreSQL or PGlite. */
export async function openTestDatabase(
  content: ProjectOptions,
): Promise<{ database: Database; close(): Promise<void> }> {
  const place = await createTestDatabase(content);
  const database = place ? await openProjectAt(place.url, content) : await openProject(content);
  return {
    database,
    async close() {
      await database.close();
      await place?.drop();
    },
  };
}

/** Makes a database that holds the project; undefined where tests run on PGlite. */
export async function createTestDatabase(content: ProjectOptions): Promise<TestDatabase | undefined> {
  const server = process.env[SERVER];
  if (server === undefined) return undefined;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, async (client) => {
    const template = await prepareTemplate(client, server, content);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: urlOf(server, name),
    drop: () => onServer(server, async (client) => void (await client.query(`drop database ${name}`))),
  };
}

/** The database with that content which others are copied from, made by whoever comes first. */
async function prepareTemplate(client: pg.Client, server: string, content: ProjectOptions): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
  const template = `template_${hash}`;
  await client.query(`select pg_advisory_lock(hashtext('templates'))`);
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
  if (rowCount === 0) {
    const unfinished = `unfinished_${randomUUID().replaceAll('-', '')}`;
    await client.query(`create database ${unfinished}`);
    await (await openProjectAt(urlOf(server, unfinished), content)).close();
    await client.query(`alter database ${unfinished} rename to ${template}`);
  }
  await client.query(`select pg_advisory_unlock(hashtext('templates'))`);
  return template;
}

async function onServer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  return Object.assign(new URL(server), { pathname: `/${database}` }).href;
}
