import type { Browser } from '../browser/browser.ts';
import type { Page } from '../page.ts';
import type { Command } from '../schedule.ts';
import type { Simulation } from '../simulation.ts';

/** What befalls a tab. */
export function toPage(simulation: Simulation, page: Page, command: Command): void {
  const { faults, time } = simulation.world;
  const { tab } = page;
  const sleep = (ms: number): void => {
    tab.freeze();
    time.after(ms, () => tab.thaw());
  };
  switch (command.do) {
    case 'close':
      return void (tab.isFrozen() ? simulation.end(page) : closePage(simulation, page));
    case 'reload':
    case 'crash':
      if (command.do === 'crash') faults.struck('F39');
      simulation.end(page);
      return void (command.do === 'reload' && simulation.open(tab.browser));
    case 'flicker':
      return openAndClose(simulation, tab.browser);
    case 'block':
      faults.struck('F47');
      return sleep(3000);
    case 'freeze':
      faults.struck('F40');
      tab.show(false);
      tab.freeze();
      return void time.after(command.ms, () => (tab.thaw(), tab.show(true), tab.wake()));
    case 'bfcache':
      faults.struck('F41');
      tab.client.socket.disconnect();
      tab.freeze();
      return void time.after(command.ms, () => (tab.thaw(), tab.client.socket.connect(), tab.wake()));
    case 'lose':
      faults.struck('F16');
      return tab.client.socket.lose(command.code);
  }
}

/** I14: what is closed in order leaves nothing behind. */
export function closePage(simulation: Simulation, page: Page): void {
  const { time } = simulation.world;
  simulation.pages.splice(simulation.pages.indexOf(page), 1);
  void page.close();
  time.after(2000, () => {
    if (page.tab.isFrozen()) return;
    const left = Object.entries(page.tab.leftovers()).filter(([, count]) => count > 0);
    if (left.length > 0)
      simulation.fail({
        invariant: 'I14',
        what: `${page.name} left behind: ${left.map((one) => one.join(' ')).join()}`,
      });
    page.tab.crash();
  });
}

/** F45: tabs that are there for 50 ms. */
function openAndClose(simulation: Simulation, browser: Browser): void {
  const { faults, time } = simulation.world;
  for (let i = 0; i < 4; i += 1)
    time.after(50 * i, () => {
      faults.struck('F45');
      const page = simulation.open(browser);
      time.after(50, () => simulation.pages.includes(page) && simulation.end(page));
    });
}
