import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findDeno } from '../../src/local/functions/find-deno.ts';

const FOLDER = fileURLToPath(new URL('../../supabase/functions', import.meta.url));

test('Deno finds no wrong type in the functions', async () => {
  const deno = await findDeno({ from: [import.meta.filename], log: () => undefined });
  const entries = globSync('*/index.ts', { cwd: FOLDER });
  assert.ok(entries.length > 0 && deno);
  // Packages from Deno's own store: a folder that npm has filled lacks what Deno adds for the types of Node.
  const flags = ['check', '--quiet', '--no-config', '--no-lock', '--no-remote', '--node-modules-dir=none'];
  const { stderr } = await promisify(execFile)(deno.command, [...deno.args, ...flags, ...entries], {
    cwd: FOLDER,
    env: { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
  });
  assert.equal(stderr, '');
});

test('the functions name the very versions of the packages that are tested here', async () => {
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const installed: Record<string, string | undefined> = { ...devDependencies, ...dependencies };
  installed['@supabase/postgrest-js'] = installed['@supabase/supabase-js']; // comes with it, in its version
  const named = new Set<string>();
  for (const file of globSync('**/*.ts', { cwd: FOLDER })) {
    const text = await readFile(`${FOLDER}/${file}`, 'utf8');
    for (const [, name, version] of text.matchAll(/'npm:((?:@[\w-]+\/)?[\w-]+)(?:@([\d.]+))?[/']/g)) {
      assert.equal(version, installed[name!], `${name} in ${file}`);
      named.add(name!);
    }
  }
  assert.ok(named.size > 0);
});
