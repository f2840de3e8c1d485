import { readFileSync } from 'node:fs';
import type { BrowserName } from './launchers.ts';

/**
 * What only some drivers can do with their browser, by the command of `@web/test-runner-commands` that asks for it: what
 * of the product is not tested where a driver cannot.
 */
const ABILITIES = {
  emulateMedia: 'how the widgets look in the dark and in forced colours, and that they move less on request',
} as const;
type Ability = keyof typeof ABILITIES;

/** What the drivers lack: neither WebDriver nor WebDriver BiDi can change what a person prefers. */
const LACKS: Record<BrowserName, readonly Ability[]> = {
  chromium: [],
  firefox: ['emulateMedia'],
  webkit: ['emulateMedia'],
};

/** A test file that is not run in a browser, and what is not tested thereby. */
export interface LeftOut {
  readonly file: string;
  readonly untested: string;
}

/** Parts test files into those that a browser can run and those that its driver cannot. */
export function sortOut(
  browser: BrowserName,
  files: readonly string[],
  read = (file: string): string => readFileSync(file, 'utf8'),
): { able: string[]; leftOut: LeftOut[] } {
  const able: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const file of files) {
    const needed = needs(read(file));
    const lacking = LACKS[browser].find((ability) => needed.includes(ability));
    if (lacking) leftOut.push({ file, untested: ABILITIES[lacking] });
    else able.push(file);
  }
  return { able, leftOut };
}

/** The commands that a test file imports. */
function needs(source: string): string[] {
  const imports = source.matchAll(/import \{([^}]*)\} from '@web\/test-runner-commands'/g);
  return [...imports].flatMap(([, names = '']) => names.split(',').map((name) => name.trim()));
}
