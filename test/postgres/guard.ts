/**
 * Waits until whoever started it ends or dismisses it, then stops the server in the folder and deletes the folder.
 * Arguments: the folder of the server's programs, the folder of the cluster.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [programs = '', folder = ''] = process.argv.slice(2);
process.stdin.resume().once('close', () => {
  const { uid, gid } = statSync(folder);
  const identity = process.getuid?.() === 0 ? { uid, gid } : {};
  const stop = ['stop', '--mode', 'immediate', '--wait', '--pgdata', join(folder, 'data')];
  spawnSync(join(programs, 'pg_ctl'), stop, { ...identity, cwd: folder, stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
