import { findProgram, type Machine } from '../support/find-browser.ts';

/** The path of Firefox; see `findProgram`. */
export function findFirefox(machine?: Machine): string {
  return findProgram(
    {
      name: 'Firefox',
      variable: 'FIREFOX_PATH',
      commands: ['firefox', 'firefox-esr'],
      macPrograms: ['Firefox.app/Contents/MacOS/firefox'],
      windowsPrograms: ['Mozilla Firefox/firefox.exe'],
      debian: 'firefox-esr',
    },
    machine,
  );
}

/** The path of WebKitGTK's driver, which brings its browser; see `findProgram`. */
export function findWebKitDriver(): string {
  return findProgram({
    name: 'WebKitGTK (WebKitWebDriver)',
    variable: 'WEBKIT_DRIVER_PATH',
    commands: ['WebKitWebDriver'],
    debian: 'webkit2gtk-driver',
  });
}

/** The path of a screen without a monitor: WebKitGTK has no headless mode. */
export function findScreen(): string {
  return findProgram({ name: 'Xvfb', variable: 'XVFB_PATH', commands: ['Xvfb'], debian: 'xvfb' });
}
