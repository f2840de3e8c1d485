import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findFirefox } from '../browsers/programs.ts';
import { findBrowser, type Machine } from '../support/find-browser.ts';

/** A machine on which these programs exist; what is run is recorded. */
function machine(programs: string[], more: Partial<Machine> = {}): Machine & { ran: string[] } {
  const ran: string[] = [];
  return {
    platform: 'linux',
    env: { PATH: '/usr/bin:/opt/bin' },
    root: false,
    isExecutable: (path) => programs.includes(path),
    run(command, args) {
      ran.push([command, ...args].join(' '));
      if (args.includes('install')) programs.push(`/usr/bin/${args.at(-1)}`);
      return true;
    },
    ran,
    ...more,
  };
}

describe('findBrowser', () => {
  it('takes CHROME_PATH before anything installed', () => {
    const env = { CHROME_PATH: '/opt/my-chrome', PATH: '/usr/bin' };
    assert.equal(findBrowser(machine(['/opt/my-chrome', '/usr/bin/chromium'], { env })), '/opt/my-chrome');
  });

  it('says so when CHROME_PATH leads nowhere, instead of taking another browser', () => {
    const env = { CHROME_PATH: '/opt/my-chrome', PATH: '/usr/bin' };
    assert.throws(
      () => findBrowser(machine(['/usr/bin/chromium'], { env })),
      /CHROME_PATH is \/opt\/my-chrome/,
    );
  });

  it('finds what is installed on the path, on a Mac and on Windows', () => {
    assert.equal(findBrowser(machine(['/opt/bin/microsoft-edge'])), '/opt/bin/microsoft-edge');
    const app = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    assert.equal(findBrowser(machine([app], { platform: 'darwin' })), app);
    const exe = 'C:\\Program Files/Google/Chrome/Application/chrome.exe';
    const env = { PROGRAMFILES: 'C:\\Program Files' };
    assert.equal(findBrowser(machine([exe], { platform: 'win32', env })), exe);
  });

  it("installs Debian's package where root may, and waits for other installations", () => {
    const debian = machine(['/usr/bin/apt-get'], { root: true });
    assert.equal(findBrowser(debian), '/usr/bin/chromium');
    assert.deepEqual(debian.ran, [
      'apt-get -o DPkg::Lock::Timeout=400 update -qq',
      'apt-get -o DPkg::Lock::Timeout=400 install -y -qq --no-install-recommends chromium',
    ]);
  });

  it('finds other browsers alike', () => {
    assert.equal(findFirefox(machine(['/opt/bin/firefox', '/usr/bin/chromium'])), '/opt/bin/firefox');
    const debian = machine(['/usr/bin/apt-get'], { root: true });
    assert.equal(findFirefox(debian), '/usr/bin/firefox-esr');
    assert.match(debian.ran[1]!, / firefox-esr$/);
    assert.throws(() => findFirefox(machine(['/usr/bin/chromium'])), /set FIREFOX_PATH/);
  });

  it('installs nothing where it is not root', () => {
    const debian = machine(['/usr/bin/apt-get']);
    assert.throws(() => findBrowser(debian), /sudo apt-get install chromium/);
    assert.deepEqual(debian.ran, []);
  });

  it('says what to do when the installation fails', () => {
    const offline = machine(['/usr/bin/apt-get'], { root: true, run: () => false });
    assert.throws(() => findBrowser(offline), /set CHROME_PATH/);
  });
});
