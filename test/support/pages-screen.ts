import assert from 'node:assert/strict';
import type { BrowserContext, ElementHandle, Page } from 'puppeteer-core';

/** How long a thing may take on a busy machine before the test says that it does not happen. */
const PATIENCE_MS = 10_000;

/** One page in one browser, seen and used as a person would: by text, by role and by name. */
export interface Screen {
  readonly page: Page;
  /** What has gone wrong in the page so far: uncaught errors and violations of its policy. */
  readonly troubles: readonly string[];
  /** What the page has said in the console so far. */
  readonly console: readonly string[];
  /** Waits until the text can be seen. */
  shows(text: string): Promise<void>;
  /** Waits until the text cannot be seen any more. */
  hides(text: string): Promise<void>;
  /** Waits for the button and presses it. */
  press(name: string): Promise<void>;
  /** Replaces what is in the text field, key by key. */
  type(label: string, text: string): Promise<void>;
  /** Waits until a text field with that label holds the text. */
  holds(label: string, text: string): Promise<void>;
  /** Waits until so many elements, in whatever shadow root, match, and answers them. */
  finds(selector: string, count?: number): Promise<ElementHandle[]>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a page and waits until it has loaded. */
export async function openScreen(profile: BrowserContext, address: string): Promise<Screen> {
  const page = await profile.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const { troubles, lines } = await listen(page);
  await page.goto(address);
  const role = (role: string, name: string) =>
    page.locator(`::-p-aria([name=${quoted(name)}][role="${role}"])`);
  return {
    page,
    troubles,
    console: lines,
    shows: async (text) => void (await page.waitForSelector(textSelector(text), { visible: true })),
    hides: async (text) => void (await page.waitForSelector(textSelector(text), { hidden: true })),
    press: (name) => role('button', name).click(),
    async type(label, text) {
      await role('textbox', label).click({ count: 3 });
      await page.keyboard.type(text);
    },
    holds: (label, text) =>
      eventually(`“${label}” to hold “${text}”`, async () => {
        const field = await page.$(`::-p-aria([name=${quoted(label)}][role="textbox"])`);
        return (await field?.evaluate((element) => (element as HTMLInputElement).value)) === text;
      }),
    finds: (selector, count = 1) => findExactly(page, selector, count),
    reload: async () => void (await page.reload()),
    close: () => page.close(),
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

function textSelector(text: string): string {
  return `::-p-text(${text})`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
