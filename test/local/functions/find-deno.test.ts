import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findDeno } from '../../../src/local/functions/find-deno.ts';

test('Deno is taken from node_modules, then from the PATH, then fetched by npx, which is announced', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nality-deno-'));
  const log: string[] = [];
  const find = (from: string[], path: string) => findDeno({ from, path, log: (line) => log.push(line) });
  try {
    await put(join(folder, 'project/node_modules/deno/package.json'), '{ "name": "deno" }');
    const [onPath, npx] = [join(folder, 'path/deno'), join(folder, 'npx/npx')];
    await put(onPath, '');
    await put(npx, '#!/bin/sh\nexit 0\n');
    const project = join(folder, 'project/package.json');
    const packed = join(folder, 'project/node_modules/deno');

    const launched = await find([project], join(folder, 'path'));
    assert.deepEqual(launched, { command: process.execPath, args: [join(packed, 'bin.cjs')] });
    await put(join(packed, 'deno'), '');
    assert.deepEqual(await find([project], ''), { command: join(packed, 'deno'), args: [] });

    const elsewhere = join(folder, 'package.json');
    assert.deepEqual(await find([elsewhere], join(folder, 'path')), { command: onPath, args: [] });
    assert.deepEqual(log, []);

    assert.deepEqual(await find([elsewhere], join(folder, 'npx')), {
      command: 'npx',
      args: ['--yes', 'deno@2.9.6'],
    });
    assert.match(log.join('\n'), /npx fetches deno@2\.9\.6/);

    await put(npx, '#!/bin/sh\nexit 1\n');
    assert.equal(await find([elsewhere], join(folder, 'npx')), undefined);
    assert.match(log.join('\n'), /npx could not fetch Deno/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
}
