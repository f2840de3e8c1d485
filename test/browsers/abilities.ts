import { readFileSync } from 'node:fs';
import type { BrowserName } from './launchers.ts';

/** What only some drivers can do with their browser. */
interface Ability {
  /** Whether a test file asks for it: what it imports says so. */
  readonly asks: RegExp;
  /** What of the product is not tested where a driver cannot. */
  readonly untested: string;
}

/** To play what a person prefers: neither WebDriver nor WebDriver BiDi, by which the other two are driven, can. */
const PREFERENCES: Ability = {
  asks: /from '[./]+\/support\/preferring\.ts'/,
  untested: 'how widgets look in the dark and in forced colours, and that they move less where one wants it',
};

/** To store files: WebKitGTK's driver opens private windows only, and in these WebKit keeps none. */
const FILES: Ability = {
  asks: /import \{[^}]*\b(createUploadStore|isOnDisk)\b/,
  untested: 'that a photo on its way is there after a reload',
};

/** To make windows as narrow as a small telephone: those of WebKitGTK are 447 pixels wide at least. */
const NARROW_WINDOWS: Ability = {
  asks: /\bsetViewport\(\{ width: 280\b/,
  untested: 'the form for an event in the narrowest window',
};

/** To record a film, of which there is none to test with otherwise: WebKitGTK is built without. */
const RECORDING: Ability = {
  asks: /new MediaRecorder\(/,
  untested: 'the small picture of a film',
};

const LACKS: Record<BrowserName, readonly Ability[]> = {
  chromium: [],
  firefox: [PREFERENCES],
  webkit: [PREFERENCES, FILES, RECORDING, NARROW_WINDOWS],
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
    const source = read(file);
    const lacking = LACKS[browser].find(({ asks }) => asks.test(source));
    if (lacking) leftOut.push({ file, untested: lacking.untested });
    else able.push(file);
  }
  return { able, leftOut };
}
