import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../runner/command.ts';

/** How an app is built: as its visitors get it, or with all that its framework checks while one develops. */
export type Mode = 'production' | 'development';

/** A copy of one of the apps in a folder of its own, with the packed package in it. */
export interface App {
  readonly folder: string;
  /** Type-checks it, together with uses that have to be refused. */
  checkTypes(): Promise<void>;
  /** Builds it for that backend; answers with the folder of the result. */
  build(mode: Mode, backend: { url: string; key: string }): Promise<string>;
  remove(): Promise<void>;
}

const APPS = fileURLToPath(new URL('../../demo/frameworks/', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixture/', import.meta.url));
const NPM_MINUTES = 4;

/** Installs what the app's lock file says, and the tarball besides. */
export async function installApp(name: string): Promise<App> {
  const { NALITY_TARBALL: tarball } = process.env;
  assert.ok(
    tarball,
    'NALITY_TARBALL is to be the path of the packed package: `npm run test:frameworks` sets it.',
  );
  const folder = await mkdtemp(join(tmpdir(), `nality-${name}-`));
  await cp(join(APPS, name), folder, { recursive: true, filter: isSource });
  await npm(folder, ['ci', '--include=dev']);
  await npm(folder, ['install', '--include=dev', '--no-save', tarball]);
  return {
    folder,
    async checkTypes() {
      await cp(join(FIXTURES, name), join(folder, 'src'), { recursive: true });
      await npm(folder, ['run', 'types']);
    },
    async build(mode, { url, key }) {
      const out = join(folder, mode);
      const env = { NODE_ENV: mode, VITE_SUPABASE_URL: url, VITE_SUPABASE_KEY: key };
      await npm(folder, ['run', 'build', '--', '--mode', mode, '--outDir', out], env);
      return out;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

function isSource(path: string): boolean {
  return !['node_modules', 'dist'].includes(basename(path));
}

async function npm(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const until = AbortSignal.timeout(NPM_MINUTES * 60_000);
  const { code, output } = await runCommand('npm', ['--prefix', folder, ...args], { until, env });
  assert.equal(code, 0, `npm ${args.join(' ')}\n${output}`);
}
