import { exec, execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../build/configs.ts';

/** What stands in the package's own `package.json`. */
export interface Manifest {
  name: string;
  version: string;
  customElements: string;
  'web-types': string;
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  sideEffects: string[];
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

export const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;

/** A project of somebody else, in a folder of its own. */
export interface Consumer {
  folder: string;
  /** Where the package is in it. */
  package: string;
  remove(): Promise<void>;
}

/** A project that has this folder installed as the package. */
export async function linkConsumer(): Promise<Consumer> {
  const consumer = await createConsumer();
  await symlink(root, consumer.package);
  return consumer;
}

/** A project that has installed a tarball. */
export interface PackedConsumer extends Consumer {
  tarball: string;
}

/** A project that has installed what `npm pack` makes, and, beside it, what the package says that it needs. */
export async function packConsumer(): Promise<PackedConsumer> {
  const consumer = await createConsumer();
  const tarball = await pack(consumer.folder);
  await mkdir(consumer.package);
  const unpack = ['-xzf', tarball, '-C', consumer.package, '--strip-components=1'];
  await promisify(execFile)('tar', unpack);
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const link = join(consumer.folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, 'node_modules', name), link);
  }
  return { ...consumer, tarball };
}

/** Packs what was built; answers with the tarball's path. */
export async function pack(folder: string): Promise<string> {
  const { stdout } = await promisify(exec)(`npm pack --json --pack-destination "${folder}"`, { cwd: root });
  const [{ filename = '' } = {}] = JSON.parse(stdout) as { filename?: string }[];
  return join(folder, filename);
}

async function createConsumer(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-consumer-'));
  const place = join(folder, 'node_modules', manifest.name);
  await mkdir(dirname(place), { recursive: true });
  return { folder, package: place, remove: () => rm(folder, { recursive: true, force: true }) };
}
