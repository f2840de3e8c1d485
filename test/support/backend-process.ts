import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../src/local/cli.ts', import.meta.url));

/** The command `npm run backend`, in a process of its own. */
export interface BackendProcess {
  process: ChildProcess;
  /** What it has written so far. */
  output(): string;
  /** Resolves with the address once it serves; rejects with its output if it ends before. */
  ready: Promise<string>;
  /** Sends the signal and resolves with the exit code, null when it was killed. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `dev` on a free port; `cli` is the command's file, of the source or of a package. */
export function spawnBackend(args: readonly string[], cli = CLI): BackendProcess {
  const child = spawn(process.execPath, [cli, 'dev', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (url && output.includes('Ctrl-C')) resolve(url);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(new Error(output)));
  });
  ready.catch(() => undefined); // whoever waits is told; nobody has to
  return {
    process: child,
    output: () => output,
    ready,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const closed = once(child, 'close');
      child.kill(signal);
      return ((await closed) as [number | null])[0];
    },
  };
}
