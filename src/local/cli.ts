import { parseArgs } from 'node:util';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { seededAccounts } from './seeded-accounts.ts';

const HELP = `Usage: npm run backend -- [options]

Serves a Supabase project on this machine: REST, Auth, Storage and Realtime on one port of 127.0.0.1.

  --port N          the port (default 54321; 0 takes a free one)
  --data DIR        keep the data in DIR (default .nality/data)
  --memory          keep nothing
  --jwt-secret S    sign tokens with S; the keys follow from it
  --project DIR     serve the project whose folder supabase/ is in DIR (default: this package's own)
  --no-schema       run no migrations and no seed
  --no-seed         run no seed
  --verbose         say what happens inside
  --help`;

const OPTIONS = {
  port: { type: 'string', default: '54321' },
  data: { type: 'string', default: '.nality/data' },
  memory: { type: 'boolean', default: false },
  'jwt-secret': { type: 'string' },
  project: { type: 'string' },
  'no-schema': { type: 'boolean', default: false },
  'no-seed': { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return console.log(HELP);
  const backend = await startBackend({
    port: readPort(values.port),
    dataDir: values.memory ? undefined : values.data,
    jwtSecret: values['jwt-secret'],
    project: values.project,
    schema: !values['no-schema'],
    seed: !values['no-seed'],
    log: values.verbose ? (line) => console.log(line) : undefined,
  });
  closeOnSignals(backend);
  await greet(backend, values.memory ? 'in memory' : values.data);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`--port wants a number from 0 to 65535, not "${text}".`);
}

/** Ends in order at the first signal; at the second the process just ends. */
function closeOnSignals(backend: Backend): void {
  const end = () => void backend.close();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

async function greet({ url, keys, database }: Backend, data: string): Promise<void> {
  console.log(`
  URL              ${url}
  Publishable key  ${keys.publishable}
  Secret key       ${keys.secret}
  Older keys       anon ${keys.anonJwt}
                   service_role ${keys.serviceRoleJwt}
  Data             ${data}`);
  const accounts = await seededAccounts(database);
  if (accounts.length > 0) console.log(`\n  Accounts (password radium-1898)`);
  for (const { name, email } of accounts) console.log(`    ${name.padEnd(24)} ${email}`);
  console.log('\n  Ctrl-C ends it.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
