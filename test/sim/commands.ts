import { toBrowser } from './acts/browser.ts';
import { actOnServer, actOutside } from './acts/outside.ts';
import { inPage } from './acts/person.ts';
import { toPage } from './acts/tab.ts';
import type { Command } from './schedule.ts';
import type { Simulation } from './simulation.ts';

/** Carries out one command of a schedule. What it asks for and cannot be done now, is not done. */
export function perform(simulation: Simulation, command: Command): void {
  const { world, browsers, pages } = simulation;
  const page = 'tab' in command ? pages[command.tab % Math.max(1, pages.length)] : undefined;
  const browser = 'browser' in command ? browsers[command.browser % browsers.length]! : undefined;
  world.trace.add(`— ${describe(command)}${page ? ` in ${page.name}` : ''}`);
  if (page && !page.tab.isFrozen()) inPage(simulation, page, command);
  if (page) toPage(simulation, page, command);
  if (browser) toBrowser(simulation, browser, command);
  if (command.do === 'outside') actOutside(simulation, command);
  if (command.do === 'server') actOnServer(simulation, command);
}

function describe({ wait: _wait, ...command }: Command): string {
  return Object.values(command).join(' ');
}
