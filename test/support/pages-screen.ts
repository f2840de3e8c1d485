import assert from 'node:assert/strict';
import type { BrowserContext, ElementHandle, Page } from 'puppeteer-core';

/**
 * How long a thing may take on a busy machine before the test says that it does not happen. Longer than the longest pause
 * between two attempts to get a line back, which is half a minute.
 */
const PATIENCE_MS = 40_000;

/** A page, or a part of it, seen and used as a person would: by text, by role and by name. */
export interface View {
  /** Waits until something can be seen that says just that. */
  shows(text: string): Promise<void>;
  /** Waits until nothing that says just that can be seen. */
  hides(text: string): Promise<void>;
  /** Waits for the button and presses it. */
  press(name: string): Promise<void>;
  /** Replaces what is in the text field, key by key. */
  type(label: string, text: string): Promise<void>;
  /** Chooses an option of a select by its value. */
  choose(label: string, value: string): Promise<void>;
  /** Waits until a text field with that label holds the text. */
  holds(label: string, text: string): Promise<void>;
}

/** One page in one browser. */
export interface Screen extends View {
  readonly page: Page;
  /** What has gone wrong in the page so far: uncaught errors and violations of its policy. */
  readonly troubles: readonly string[];
  /** What the page has said in the console so far. */
  readonly console: readonly string[];
  /** What is inside the element that matches. */
  part(selector: string): View;
  /** Waits until so many elements, in whatever shadow root, match, and answers them. */
  finds(selector: string, count?: number): Promise<ElementHandle[]>;
  /** Waits for the first that matches, in whatever shadow root, and clicks it. */
  clicks(selector: string): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** A timeline draws what can be seen: so high, everything that tests write in it. Nobody looks: few pixels are enough. */
const HIGH = { width: 800, height: 9_000, deviceScaleFactor: 0.25 };

/** Opens a page, prepared by `prepare`, and waits until it has loaded. */
export async function openScreen(
  profile: BrowserContext,
  address: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<Screen> {
  const page = await profile.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setViewport(HIGH);
  const { troubles, lines } = await listen(page);
  await prepare?.(page);
  await page.goto(address);
  return {
    ...viewOf(page, 'html'),
    page,
    troubles,
    console: lines,
    part: (selector) => viewOf(page, selector),
    finds: (selector, count = 1) => findExactly(page, selector, count),
    clicks: (selector) => strike(`“${selector}”`, () => page.$(`>>> ${selector}`)),
    // Whoever is asked to stay, since something is not on disk yet, waits.
    async reload() {
      await eventually('the page to be left in peace', () => page.evaluate(mayLeave));
      await page.reload();
    },
    close: () => page.close(),
  };
}

/** Whether the page lets go of a person without asking them. Runs in the page. */
function mayLeave(): boolean {
  return window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

function viewOf(page: Page, within: string): View {
  const named = (role: Role, name: string): Promise<ElementHandle<Element>> =>
    findNamed(page, within, role, name);
  const click = (role: Role, name: string, count = 1): Promise<void> =>
    strike(`a ${role} named “${name}”`, () => firstOf(page, within, role, name), count);
  const shows = (text: string): Promise<boolean> => page.evaluate(isShown, within, text);
  return {
    shows: (text) => eventually(`“${text}” to be shown`, () => shows(text)),
    hides: (text) => eventually(`“${text}” to be gone`, async () => !(await shows(text))),
    press: (name) => click('button', name),
    async type(label, text) {
      await click('input, textarea', label, 3);
      await page.keyboard.type(text);
    },
    choose: async (label, value) => void (await (await named('select', label)).select(value)),
    holds: (label, text) =>
      eventually(`“${label}” to hold “${text}”`, async () => {
        const field = await named('input, textarea', label);
        return (await field.evaluate((element) => (element as HTMLInputElement).value)) === text;
      }),
  };
}

/** Tries until the answer is yes. */
export async function eventually(what: string, attempt: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await attempt())) {
    if (performance.now() > end) assert.fail(`Waited ${PATIENCE_MS} ms for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Role = 'button' | 'input, textarea' | 'select';

async function findNamed(
  page: Page,
  within: string,
  role: Role,
  name: string,
): Promise<ElementHandle<Element>> {
  let found: Found = null;
  await eventually(`a ${role} named “${name}”`, async () => {
    found = await firstOf(page, within, role, name);
    return found !== null;
  });
  return found!;
}

type Found = ElementHandle<Element> | null;

async function firstOf(page: Page, within: string, role: Role, name: string): Promise<Found> {
  return (await page.evaluateHandle(firstNamed, within, role, name)).asElement() as Found;
}

/** Clicks what is found once it is at rest; again, when something else lay in its place by then. */
function strike(what: string, find: () => Promise<Found>, count = 1): Promise<void> {
  return eventually(`${what} to be clicked`, async () => {
    const found = await find();
    return found !== null && (await isAtRest(found)) && (await isHit(found, count));
  });
}

/** Clicks. No when the click met something else, which does not notice. */
async function isHit(element: ElementHandle<Element>, count: number): Promise<boolean> {
  const guard = await element.evaluateHandle((wanted) => {
    const types = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick'];
    const seen = { hit: false, end: () => types.forEach((type) => removeEventListener(type, look, true)) };
    const look = (event: Event): void => {
      const isWanted = event.composedPath().includes(wanted);
      if (event.type === 'click') seen.hit ||= isWanted;
      // After it comes what the page makes of it, such as the click on a field for files.
      if (isWanted || seen.hit) return;
      event.stopImmediatePropagation();
      event.preventDefault();
    };
    for (const type of types) addEventListener(type, look, true);
    return seen;
  });
  // What has gone out of sight meanwhile, or was drawn anew, cannot be clicked, which is a miss as well.
  await element.click({ count }).catch(() => undefined);
  return guard.evaluate((seen) => {
    seen.end();
    return seen.hit;
  });
}

/** Brings the element into view; yes once what comes into view with it neither moves nor replaces it any more. */
async function isAtRest(element: ElementHandle<Element>): Promise<boolean> {
  const place = (): Promise<string | undefined> =>
    element.evaluate((node) => {
      node.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y } = node.getBoundingClientRect();
      return node.isConnected ? `${x} ${y}` : undefined;
    });
  const before = await place();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return before !== undefined && (await place()) === before;
}

async function findExactly(page: Page, selector: string, count: number): Promise<ElementHandle[]> {
  let found: ElementHandle[] = [];
  await eventually(`${count} × ${selector}`, async () => {
    found = await page.$$(`>>> ${selector}`);
    return found.length === count;
  });
  return found;
}

async function listen(page: Page): Promise<{ troubles: string[]; lines: string[] }> {
  const troubles: string[] = [];
  const lines: string[] = [];
  page.on('pageerror', (error) =>
    troubles.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`),
  );
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  await page.exposeFunction('reportViolation', (what: string) => troubles.push(`policy: ${what}`));
  await page.evaluateOnNewDocument(() => {
    addEventListener(
      'securitypolicyviolation',
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
        const report = (window as unknown as { reportViolation(what: string): void }).reportViolation;
        report(`${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
      },
    );
  });
  return { troubles, lines };
}

/** Runs in the page: looks into all shadow roots, too. */
function isShown(within: string, text: string): boolean {
  const says = (element: Element): boolean => element.textContent.replace(/\s+/g, ' ').trim() === text;
  const found = (root: Element | ShadowRoot): boolean =>
    [...root.querySelectorAll('*')].some(
      (element) =>
        (element.shadowRoot && found(element.shadowRoot)) || (says(element) && element.checkVisibility()),
    );
  return [...document.querySelectorAll(within)].some(found);
}

/** Runs in the page: what can be seen and has that name for assistive technology. */
function firstNamed(within: string, selector: string, name: string): Element | null {
  const nameOf = (element: Element): string => {
    const labels = [...((element as HTMLInputElement).labels ?? [])];
    return element.ariaLabel ?? (labels.length > 0 ? labels.map(wordsOf).join(' ') : wordsOf(element));
  };
  const wordsOf = (element: Element): string => {
    const own = element.cloneNode(true) as Element;
    own.querySelectorAll('input, select, textarea').forEach((control) => control.remove());
    return own.textContent.replace(/\s+/g, ' ').trim();
  };
  const search = (root: Element | ShadowRoot): Element | null => {
    for (const element of root.querySelectorAll('*')) {
      const found = element.shadowRoot && search(element.shadowRoot);
      if (found) return found;
      if (element.matches(selector) && element.checkVisibility() && nameOf(element) === name) return element;
    }
    return null;
  };
  const root = document.querySelector(within);
  return root && search(root);
}
