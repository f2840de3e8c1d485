import { access, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { json } from './json.ts';

/** Where the build puts what a script tag loads. */
const FOLDER = fileURLToPath(new URL('../../../dist/cdn/', import.meta.url));

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};

/** Whether this package has been built, as it is wherever it was installed. */
export function widgetsAreBuilt(): Promise<boolean> {
  return access(join(FOLDER, 'nality.js')).then(
    () => true,
    () => false,
  );
}

/** Hands out what a script tag loads: `/nality.js` and its chunks, for pages of every origin and for files. */
export async function answerWidgets(path: string): Promise<Response> {
  const type = TYPES[extname(path)];
  const text = type && !path.includes('..') ? await read(path) : undefined;
  if (type === undefined || text === undefined) return notFound();
  const headers = {
    'content-type': type,
    'cache-control': 'no-cache',
    'cross-origin-resource-policy': 'cross-origin',
  };
  return new Response(text, { headers });
}

function read(path: string): Promise<string | undefined> {
  return readFile(join(FOLDER, path), 'utf8').catch(() => undefined);
}

async function notFound(): Promise<Response> {
  const hint = (await widgetsAreBuilt()) ? undefined : 'The widgets are not built yet: npm run build.';
  return json(404, { message: 'no Route matched with those values', hint });
}
