import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** A file, ready to be sent. */
export interface ServedFile {
  readonly type: string;
  readonly body: string | Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
};

/** Reads a file below `root`; undefined when there is none. TypeScript comes out as JavaScript. */
export async function readBelow(root: string, path: string): Promise<ServedFile | undefined> {
  const file = join(root, normalize(`${sep}${path}`));
  const body = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (body === undefined) return undefined;
  if (extname(file) === '.ts') return { type: TYPES['.js']!, body: await compile(body.toString(), file) };
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', body };
}

/** The compiler of the build, so that the demo's own pages need no build. */
async function compile(source: string, file: string): Promise<string> {
  const { transformWithOxc } = await import('vite');
  return (await transformWithOxc(source, file, { target: 'es2022' })).code;
}
