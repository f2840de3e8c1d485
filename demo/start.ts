import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CAST, PASSWORD } from './page/cast.ts';
import { ensureCdn } from './server/cdn.ts';
import { startDemo, type Demo } from './server/demo.ts';
import { lockFolder } from './server/lock.ts';
import { parseOptions, USAGE, type Options } from './server/options.ts';

const BUNDLE_PORT = 4322;
const FIRST_PROXY_PORT = 4331;
const BACKEND_PORT = 54321;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return say(USAGE);
  const unlock = await lockFolder(options.data);
  const starting = start(options);
  stopOnSignal(starting, unlock);
  await starting.then((demo) => say(greeting(demo)), unlock);
  await starting;
}

async function start({ port, data, reset }: Options): Promise<Demo> {
  const dataDir = join(data, 'data');
  if (reset) {
    say('Throwing away the edits of earlier runs …');
    await rm(dataDir, { recursive: true, force: true });
  }
  say('Building the widgets, if they have changed …');
  await ensureCdn();
  say('Starting PostgreSQL, REST, Auth, Storage and Realtime in this process …');
  return startDemo({
    ports: { pages: port, backend: BACKEND_PORT, bundle: BUNDLE_PORT, proxies: FIRST_PROXY_PORT },
    dataDir,
  });
}

/** A start that is under way is finished first: the database must not be left half made. */
function stopOnSignal(starting: Promise<Demo>, unlock: () => Promise<void>): void {
  const stop = async (): Promise<void> => {
    say('\nStopping …');
    await (await starting).close();
    await unlock();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop().catch(fail));
  process.once('SIGTERM', () => void stop().catch(fail));
}

function greeting({ url, backend, proxies }: Demo): string {
  const accounts = CAST.map(({ person, email, pane }) => {
    return `    ${email.padEnd(24)}${person.padEnd(22)}through ${proxies[pane]!.url}`;
  });
  return `
  The demo:      ${url}/
  Two lines:     ${url}/embed/, and from there other people's pages: strict, hostile, twice, late

  Backend:       ${backend.url}
  Public key:    ${backend.keys.publishable}
  Accounts:      (password of all: ${PASSWORD})
${accounts.join('\n')}

  Your edits are kept for the next start; \`npm start -- --reset\` starts over. Ctrl-C stops everything.
`;
}

function fail(error: unknown): void {
  process.stderr.write(`\nThe demo stopped. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

await main().catch(fail);
