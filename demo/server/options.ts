import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** What may be said on the command line. */
export interface Options {
  port: number;
  /** The folder that keeps the database between two runs. */
  data: string;
  reset: boolean;
  help: boolean;
}

/** How the demo is used. */
export const USAGE = `Usage: npm start -- [--port N] [--data DIR] [--reset]

  --port N   show the demo on port N (default 4321, or the next free one)
  --data DIR keep the edits in DIR (default .nality/demo)
  --reset    throw away all edits and start over with the seeded people and events
  --help     show this text`;

const DEFAULT_PORT = 4321;
const DEFAULT_DATA = fileURLToPath(new URL('../../.nality/demo', import.meta.url));

/** Reads the command line. Throws an error with a message for people when it makes no sense. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      data: { type: 'string', default: DEFAULT_DATA },
      reset: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return { ...values, port: parsePort(values.port) };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`--port wants a number from 0 to 65535, not "${text}".`);
  return port;
}
