import assert from 'node:assert/strict';
import type { BrowserContext, ElementHandle, Page } from 'puppeteer-core';

/** How long a thing may take on a busy machine before the test says that it does not happen. */
const PATIENCE_MS = 20_000;

/** A page, or a part of it, seen and used as a person would: by text, by role and by name. */
export interface View {
  /** Waits until something can be seen that says just that; `patience` in milliseconds, where it may take longer. */
  shows(text: string, patience?: number): Promise<void>;
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
  const shows = (text: string): Promise<boolean> => page.evaluate(isShown, within, text);
  return {
    shows: (text, patience) => eventually(`“${text}” to be shown`, () => shows(text), patience),
    hides: (text) => eventually(`“${text}” to be gone`, async () => !(await shows(text))),
    press: async (name) => (await named('button', name)).click(),
    async type(label, text) {
      await (await named('input, textarea', label)).click({ count: 3 });
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
export async function eventually(
  what: string,
  attempt: () => Promise<boolean>,
  patience = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + patience;
  while (!(await attempt())) {
    if (performance.now() > end) assert.fail(`Waited ${patience} ms for ${what}.`);
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
  let found: ElementHandle<Element> | null = null;
  await eventually(`a ${role} named “${name}”`, async () => {
    const handle = await page.evaluateHandle(firstNamed, within, role, name);
    found = handle.asElement() as ElementHandle<Element> | null;
    return found !== null && (await isAtRest(found));
  });
  return found!;
}

/** Brings the element into view; yes once what comes into view with it does not move it any more. */
async function isAtRest(element: ElementHandle<Element>): Promise<boolean> {
  const place = (): Promise<string> =>
    element.evaluate((node) => {
      node.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y } = node.getBoundingClientRect();
      return `${node.isConnected} ${x} ${y}`;
    });
  const before = await place();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return (await place()) === before;
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
