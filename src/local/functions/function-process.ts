import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Agent } from 'node:http';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Launch } from './launch.ts';

/** A Deno process that serves one function. */
export interface FunctionProcess {
  /** Where it listens on 127.0.0.1. */
  port: number;
  /** Its connections. */
  agent: Agent;
  /** Says that a request begins; what it returns says that it has ended. */
  begin(): () => void;
  /** Resolves when the process has ended. */
  ended: Promise<void>;
  /** Lets running requests and background work end, and the process after them. */
  retire(): void;
  /** Ends the process at once. */
  kill(): Promise<void>;
}

/** The function did not come up; the message is Deno's. */
export class BootFailure extends Error {
  override readonly name = 'BootFailure';
}

/** What the runtime says to us, after this character. */
const MARK = '\u001e';
type Report = { port: number } | { failure: string };

export interface ProcessOptions {
  /** Is given what the function prints, line by line. */
  print: (line: string) => void;
  /** How long the function may take until it listens, in seconds. */
  bootSeconds: number;
  /** Ends the process. */
  until: AbortSignal;
}

/**
 * Starts Deno and resolves when the function listens.
 *
 * @throws {BootFailure}
 */
export async function startProcess(launch: Launch, options: ProcessOptions): Promise<FunctionProcess> {
  const { command, args, cwd, env } = launch;
  const child = spawn(command, args, { cwd, env, stdio: 'pipe' });
  child.stdin.on('error', () => undefined); // it has ended
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const kill = () => killProcess(child, ended);
  endWith(options.until, kill, ended);
  const report = await firstReport(child, options);
  if ('failure' in report) {
    await kill();
    throw new BootFailure(report.failure);
  }
  const agent = new Agent({ keepAlive: true });
  void ended.then(() => agent.destroy());
  return { port: report.port, agent, ended, kill, ...countRequests(() => child.stdin.write('retire\n')) };
}

/** Calls `onIdle` once it is retired and no request runs any more. */
function countRequests(onIdle: () => void): Pick<FunctionProcess, 'begin' | 'retire'> {
  let running = 0;
  let retired = false;
  const check = () => {
    if (retired && running === 0) onIdle();
  };
  return {
    begin() {
      running += 1;
      return () => {
        running -= 1;
        check();
      };
    },
    retire() {
      retired = true;
      check();
    },
  };
}

function endWith(until: AbortSignal, kill: () => Promise<void>, ended: Promise<void>): void {
  const onAbort = () => void kill();
  if (until.aborted) return onAbort();
  until.addEventListener('abort', onAbort);
  void ended.then(() => until.removeEventListener('abort', onAbort));
}

async function killProcess(child: ChildProcessWithoutNullStreams, ended: Promise<void>): Promise<void> {
  child.stdin.destroy(); // what stands between us and Deno may not pass a signal on
  child.kill('SIGKILL');
  await ended;
}

/**
 * The first thing that the runtime reports; that it ended or took too long without any is a failure, too.
 * What is printed before it explains a failure; what comes after it is only printed, whatever it looks like.
 */
function firstReport(
  child: ChildProcessWithoutNullStreams,
  { print, bootSeconds }: ProcessOptions,
): Promise<Report> {
  let said: string[] | undefined = [];
  const hear = (line: string) => {
    if (line === '') return;
    said?.push(line);
    print(line);
  };
  return new Promise<Report>((resolve) => {
    const late = { failure: `The function did not listen within ${bootSeconds} s.` };
    const timer = setTimeout(() => settle(late), bootSeconds * 1000);
    const settle = (report: Report) => {
      clearTimeout(timer);
      said = undefined;
      resolve(report);
    };
    readLines(child.stdout, (line) => {
      const report = said && parseReport(line);
      if (report) settle(report);
      else hear(line);
    });
    readLines(child.stderr, hear);
    child.once('error', (error) => settle({ failure: error.message }));
    child.once('close', () => settle({ failure: said?.join('\n') ?? '' }));
  });
}

/** Undefined for a line that the function printed, which may begin like a report. */
function parseReport(line: string): Report | undefined {
  if (!line.startsWith(MARK)) return undefined;
  try {
    const report = JSON.parse(line.slice(1)) as { port?: unknown; failure?: unknown } | null;
    const isReport = typeof report?.port === 'number' || typeof report?.failure === 'string';
    return isReport ? (report as Report) : undefined;
  } catch {
    return undefined;
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on('line', onLine);
}
