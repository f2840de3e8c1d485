import type { BrowserLauncher } from '@web/test-runner';
import { findWebKitDriver } from './programs.ts';
import { startScreen, type Screen } from './screen.ts';
import { drivenPage, type DrivenPage } from './web-driver-page.ts';
import { startWebDriver, type WebDriver } from './web-driver.ts';

/** The size of every test page when it starts, in all browsers. */
const VIEWPORT = { width: 800, height: 600 };

/** No graphics card, no desktop: WebKitGTK draws and keeps its settings by itself. */
const BARE = {
  GDK_BACKEND: 'x11',
  WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  WEBKIT_DISABLE_DMABUF_RENDERER: '1',
  LIBGL_ALWAYS_SOFTWARE: '1',
  NO_AT_BRIDGE: '1',
  GIO_USE_VFS: 'local',
  GSETTINGS_BACKEND: 'memory',
};

interface Started {
  readonly screen: Screen;
  readonly driver: WebDriver;
  readonly page: DrivenPage;
}

/** Runs tests in WebKitGTK's own browser, one page after another in one window. */
export function webkitLauncher(): BrowserLauncher & { getPage(): DrivenPage } {
  let starting: Promise<Started> | undefined;
  let page: DrivenPage | undefined;
  let session: { id: string; url: string } | undefined;
  const started = (): Promise<Started> => (starting ??= start());
  const visit = async (url: string): Promise<void> =>
    void (await (await started()).driver.call('POST', 'url', { url }));

  const launcher: ReturnType<typeof webkitLauncher> = {
    name: 'WebKitGTK',
    // So the commands of `@web/test-runner-commands` ask for a page: of their ways the one that knows all of a keyboard.
    type: 'puppeteer',
    concurrency: 1,
    async startSession(id, url) {
      const { driver, page: itsPage } = await started();
      launcher.name = `WebKitGTK ${driver.version}`;
      page = itsPage;
      session = { id, url };
      await page.setViewport(VIEWPORT);
      await visit(url);
    },
    async stopSession() {
      session = undefined;
      await visit('about:blank'); // Ends whatever the page still does.
      return {};
    },
    startDebugSession: () => Promise.reject(new Error('Tests in WebKitGTK have no debugger.')),
    isActive: (id) => session?.id === id,
    getBrowserUrl: () => session?.url,
    getPage: () => page!,
    async stop() {
      const running = await starting?.catch(() => undefined);
      await running?.driver.close();
      running?.screen.close();
    },
  };
  return launcher;
}

async function start(): Promise<Started> {
  const program = findWebKitDriver();
  const screen = await startScreen();
  try {
    const driver = await startWebDriver(program, { ...process.env, ...BARE, DISPLAY: screen.name });
    return { screen, driver, page: drivenPage(driver) };
  } catch (error) {
    screen.close();
    throw error;
  }
}
