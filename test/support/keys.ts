import { nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

/** So many stops may lie on the way to a control. */
const FAR = 60;

/** What has the focus, in whatever shadow root. */
export function focused(): Element {
  let found = document.activeElement!;
  while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

/** Presses keys one after the other, as `Enter` or `Control+Enter`. */
export async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    const held = key.split('+').slice(0, -1);
    for (const down of held) await sendKeys({ down });
    await sendKeys({ press: key.split('+').at(-1)! });
    for (const up of held.reverse()) await sendKeys({ up });
    await nextFrame();
  }
}

/** Types into what has the focus. */
export async function write(text: string): Promise<void> {
  await sendKeys({ type: text });
  await nextFrame();
}

/** Goes by Tab to what matches, or back by Shift+Tab, without leaving the page; wherever it stops, one must see where one is. */
export async function tabTo(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < FAR && !focused().matches(selector); stop++) {
    await press(key);
    if (!document.hasFocus()) throw new Error(`${key} leaves the page before ${selector}.`);
    expectVisible();
  }
  expectFocus(selector);
}

/** The focus is where it should be, and can be seen. */
export function expectFocus(selector: string): void {
  if (!focused().matches(selector))
    throw new Error(`The focus is not on ${selector} but on ${nameOf(focused())}`);
  expectVisible();
}

/** An outline is around it, or around the field that it is the inside of. */
function expectVisible(): void {
  const element = focused();
  if (element === document.body) return;
  const ringed = [element, element.closest('form')].some((one) => {
    const { outlineStyle, outlineWidth } = one
      ? getComputedStyle(one)
      : { outlineStyle: 'none', outlineWidth: '' };
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  });
  if (!ringed) throw new Error(`No outline around ${nameOf(element)}`);
}

function nameOf({ outerHTML }: Element): string {
  return outerHTML.slice(0, 200);
}
