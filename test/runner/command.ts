import { spawn, type ChildProcess } from 'node:child_process';

/** How a command ended. */
export interface Ending {
  /** Exit code; null when a signal ended it. */
  code: number | null;
  /** Whether it had to be killed because its time was over. */
  timedOut: boolean;
  /** Standard output and standard error, as they came. */
  output: string;
}

export interface CommandOptions {
  /** Kills the command and everything it started. */
  until: AbortSignal;
  /** Environment variables besides our own. */
  env?: NodeJS.ProcessEnv;
}

const running = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of running) kill(child);
    process.exit(1);
  });
}

/** Runs a command to its end, without standard input. Never rejects: a command that cannot start has a code too. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<Ending> {
  const child = spawn(command, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  running.add(child);
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const stop = (): void => kill(child);
  options.until.addEventListener('abort', stop);
  if (options.until.aborted) stop();

  return new Promise((resolve) => {
    const finish = (code: number | null): void => {
      running.delete(child);
      options.until.removeEventListener('abort', stop);
      resolve({ code, timedOut: options.until.aborted, output: Buffer.concat(output).toString() });
    };
    child.once('close', finish);
    child.once('error', (error) => {
      output.push(Buffer.from(String(error)));
      finish(127);
    });
  });
}

/** The whole group, so that no server or browser of a killed test stays behind. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
