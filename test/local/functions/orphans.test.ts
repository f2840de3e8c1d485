import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeys } from '../../../src/local/keys.ts';
import { spawnBackend } from '../../support/backend-process.ts';
import { createProject } from './functions-project.ts';

test('a backend that is killed leaves no function behind, not even one in an endless loop', async () => {
  const project = await createProject({
    'calm/index.ts': 'Deno.serve(() => new Response(String(Deno.pid)));',
    'busy/index.ts': `Deno.serve(() => {
      setTimeout(() => { for (;;); }, 50);
      return new Response(String(Deno.pid));
    });`,
  });
  const backend = spawnBackend(['--memory', '--project', project.folder]);
  const headers = { apikey: (await createKeys()).publishable };
  const url = await backend.ready;
  const pids = [];
  for (const name of ['calm', 'busy']) {
    pids.push(Number(await (await fetch(`${url}/functions/v1/${name}`, { headers })).text()));
  }
  await backend.end('SIGKILL');
  while (pids.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(
    pids.every((pid) => pid > 0),
    true,
  );
  await project.remove();
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
