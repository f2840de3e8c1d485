import type { WebDriver } from './web-driver.ts';

/** The part of Puppeteer's page that the commands of `@web/test-runner-commands` use. */
export interface DrivenPage {
  setViewport(size: { width: number; height: number }): Promise<void>;
  readonly keyboard: {
    down(key: string): Promise<void>;
    up(key: string): Promise<void>;
    press(key: string): Promise<void>;
    type(text: string): Promise<void>;
  };
  readonly mouse: {
    move(x: number, y: number): Promise<void>;
    down(options?: MouseOptions): Promise<void>;
    up(options?: MouseOptions): Promise<void>;
    click(x: number, y: number, options?: MouseOptions): Promise<void>;
    reset(): Promise<void>;
  };
}

interface MouseOptions {
  button?: 'left' | 'middle' | 'right' | undefined;
}

/** The keys that stand for no character, as WebDriver writes them. */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
};

const BUTTONS = ['left', 'middle', 'right'];

/** The page of a browser that is driven by WebDriver. */
export function drivenPage(driver: WebDriver): DrivenPage {
  const act = async (source: object, actions: readonly object[]): Promise<void> => {
    await driver.call('POST', 'actions', { actions: [{ ...source, actions }] });
  };
  const keys = (...actions: object[]): Promise<void> => act({ type: 'key', id: 'keyboard' }, actions);
  const mouse = (...actions: object[]): Promise<void> =>
    act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } }, actions);
  return {
    setViewport: (size) => setViewport(driver, size),
    keyboard: {
      down: (key) => keys(keyAction('keyDown', key)),
      up: (key) => keys(keyAction('keyUp', key)),
      press: (key) => keys(...pressed(key)),
      type: (text) => keys(...[...text].flatMap(pressed)),
    },
    mouse: {
      move: (x, y) => mouse(moved(x, y)),
      down: (options) => mouse(button('pointerDown', options)),
      up: (options) => mouse(button('pointerUp', options)),
      click: (x, y, options) =>
        mouse(moved(x, y), button('pointerDown', options), button('pointerUp', options)),
      reset: async () => void (await driver.call('DELETE', 'actions')),
    },
  };
}

/** WebDriver knows windows only: what lies around the page is measured and added. */
async function setViewport(
  driver: WebDriver,
  { width, height }: { width: number; height: number },
): Promise<void> {
  const measure = async (): Promise<readonly number[]> =>
    (await driver.call('POST', 'execute/sync', {
      script: 'return [innerWidth, innerHeight, outerWidth, outerHeight]',
      args: [],
    })) as number[];
  const [innerWidth = 0, innerHeight = 0, outerWidth = 0, outerHeight = 0] = await measure();
  await driver.call('POST', 'window/rect', {
    x: 0,
    y: 0,
    width: width + outerWidth - innerWidth,
    height: height + outerHeight - innerHeight,
  });
  const [newWidth, newHeight] = await measure();
  if (newWidth !== width || newHeight !== height)
    throw new Error(
      `This browser has no window of ${width} × ${height}: it took ${newWidth} × ${newHeight}.`,
    );
}

function keyAction(type: 'keyDown' | 'keyUp', key: string): object {
  const value = KEYS[key] ?? key;
  if ([...value].length > 1) throw new Error(`WebDriver is not told yet what the key ${key} is.`);
  return { type, value };
}

const pressed = (key: string): object[] => [keyAction('keyDown', key), keyAction('keyUp', key)];

function moved(x: number, y: number): object {
  return { type: 'pointerMove', duration: 0, x, y, origin: 'viewport' };
}

function button(type: 'pointerDown' | 'pointerUp', { button: name = 'left' }: MouseOptions = {}): object {
  return { type, button: BUTTONS.indexOf(name) };
}
