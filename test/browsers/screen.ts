import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findScreen } from './programs.ts';

/** A screen to draw on, by X11's name for it. */
export interface Screen {
  readonly name: string;
  close(): void;
}

/**
 * Small, so that the pointer, which rests in its middle, is above every window at its corner: where nobody manages the
 * windows, the one below the pointer has the focus.
 */
const SIZE = '640x480x24';

/** Starts a screen without a monitor. */
export async function startScreen(): Promise<Screen> {
  const server = spawn(findScreen(), ['-displayfd', '3', '-screen', '0', SIZE, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`Xvfb ended as it started, exit code ${String(code)}.`);
  });
  ended.catch(() => undefined);
  const [number] = (await Promise.race([once(server.stdio[3]!, 'data'), ended])) as [Buffer];
  return { name: `:${number.toString().trim()}`, close: () => void server.kill() };
}
