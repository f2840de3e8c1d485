import type { Browser, BrowserContext } from 'puppeteer-core';
import type { FaultId } from '../catalogue.ts';
import { eventually } from '../own-time.ts';
import { chanceOf } from '../random.ts';
import { openRecord, type Source } from '../record.ts';
import { comeBack, type Scene } from '../scene.ts';
import { planOf, textOf, type Schedule } from '../schedule.ts';
import { plant } from '../plant.ts';
import type { Stage } from '../stage.ts';
import { openLine, type Line } from '../wire/line.ts';
import { openServerFaults } from '../wire/server-faults.ts';
import { keepSignedIn, type SignIn } from '../wire/sign-in.ts';
import { PAGE_FAULTS } from './page-faults.ts';
import { takeBrowserPlace, type BrowserPlace } from './place.ts';
import type { Pages } from './pages.ts';

/** What the people's browser runs on. */
export interface Theatre {
  readonly stage: Stage;
  readonly browser: Browser;
  readonly pages: Pages;
}

/** A person's profile with its line and sign-in. */
interface Equipment {
  readonly name: string;
  readonly person: string;
  readonly profile: BrowserContext;
  readonly line: Line;
  readonly signIn: SignIn;
}

/** So long after the end of the tabs a socket may still be there, milliseconds. */
const LEAVING_MS = 5_000;
const TABS = 2;
/** F45: so many tabs open and close, one after another, and each of them is there so long. */
const HASTY_TABS = 4;
const HASTY_MS = 50;
const PARTS = ['indexedDB', 'locks', 'BroadcastChannel'] as const;
let hasty = 2_000_000;

/** Sets a scene in a browser: two people, two tabs each. */
export async function openBrowserScene(
  { stage, browser, pages }: Theatre,
  schedule: Schedule,
): Promise<Scene> {
  const chance = chanceOf(schedule.seed ^ 0x5eed);
  const record = openRecord();
  const fired = new Map<FaultId, number>();
  const fire = (fault: FaultId): void => {
    record.trace(`${fault} met something`);
    fired.set(fault, (fired.get(fault) ?? 0) + 1);
  };
  const pair = await stage.createPair();
  const hot = await plant(stage, pair, record);
  const server = openServerFaults({ stage, pair, hot, record, chance, seed: schedule.seed, fired: fire });
  const equipment = [await equip('his', pair.owner), await equip('hers', pair.editor)];
  const seats = equipment.flatMap((at) => Array.from({ length: TABS }, () => at));
  const places = await Promise.all(seats.map(seat));
  const stops = new Set<() => void>();
  const work = new Set<Promise<unknown>>();

  async function equip(name: string, person: string): Promise<Equipment> {
    const signIn = keepSignedIn(stage, person, fire);
    pages.admit(person, signIn.token);
    const line = await openLine(stage.port, chance, fire);
    return { name, person, profile: await browser.createBrowserContext(), line, signIn };
  }
  function seat({ name, person, profile, line }: Equipment, index: number): Promise<BrowserPlace> {
    const { strategy, changes, seed } = schedule;
    const query = { url: line.url, key: stage.key, owner: pair.owner, person, strategy, changes, hot };
    return takeBrowserPlace({
      name: `${name}-${index}`,
      person,
      profile,
      addressOf(tab, without) {
        const source: Source = { device: name, tab, person };
        const id = pages.register(`s${seed} ${tab}`, (report) => record.hear(source, report));
        return `${pages.url}/?${new URLSearchParams({ ...query, tab: id, without })}`;
      },
    });
  }
  /** Faults of tabs are done by the browser, and take their time. */
  function busy(task: Promise<unknown>): void {
    const settled: Promise<unknown> = task.catch(() => undefined).finally(() => work.delete(settled));
    work.add(settled);
  }
  /** Somebody writes a moment before their tab or element goes. */
  function writeHastily(place: BrowserPlace): void {
    const n = (hasty += 1);
    const values = { title: textOf(0, n) };
    record.plan(values);
    place.act({ name: 'add', n, values });
  }
  async function openAndClose(at: Equipment): Promise<void> {
    for (let count = 0; count < HASTY_TABS; count += 1) {
      const place = await seat(at, 10 + count);
      await new Promise((resolve) => setTimeout(resolve, HASTY_MS));
      writeHastily(place);
      await place.kill();
    }
  }
  function beginAtTab(place: BrowserPlace, at: Equipment, fault: FaultId): (() => void) | undefined {
    const { signIn } = at;
    switch (fault) {
      case 'F34':
      case 'F35':
        signIn.set(fault === 'F34' ? 'expired' : 'refused');
        busy(place.tab()?.page.evaluate(() => window.forgetToken()) ?? Promise.resolve());
        return () => signIn.set('good');
      case 'F38':
        busy(place.kill());
        return (fire(fault), () => busy(place.open()));
      case 'F39':
        busy(place.crash());
        return (fire(fault), () => busy(place.open()));
      case 'F43':
        busy(place.reopenWithout(chance.pick(PARTS)).then(() => fire(fault)));
        // What is on disk has to be found there by somebody who can read it.
        return () => busy(place.reopenWithout(''));
      case 'F45':
        busy(openAndClose(at).then(() => fire(fault)));
        return () => undefined;
      case 'F48':
        writeHastily(place);
        place.place(false);
        return (fire(fault), () => place.place(true));
      default:
        return undefined;
    }
  }
  /** Of pages that come out of the browser's cache some are lost to the driver: the person closes such a tab, and opens another. */
  async function whatCameOf(start: Promise<boolean>, place: BrowserPlace, fault: FaultId): Promise<void> {
    if (await start.catch(() => false)) return fire(fault);
    if (fault !== 'F41' || (await place.look())) return;
    await place.kill();
    await place.open();
  }
  function beginAtPage(place: BrowserPlace, fault: FaultId): (() => void) | undefined {
    const ofPage = PAGE_FAULTS[fault];
    const tab = place.tab();
    if (!ofPage) return undefined;
    if (!tab) return () => undefined;
    busy(whatCameOf(ofPage.start(tab, chance), place, fault));
    return () => busy(ofPage.stop?.(tab) ?? Promise.resolve());
  }
  function begin(index: number, fault: FaultId): () => void {
    const [place, at] = [places[index]!, seats[index]!];
    const end = beginAtTab(place, at, fault) ?? beginAtPage(place, fault);
    if (end) return end;
    if (!at.line.start(fault) && !server.start(fault)) throw new Error(`Nobody knows how to do ${fault}.`);
    return () => {
      at.line.stop(fault);
      server.stop(fault);
    };
  }

  return {
    pair,
    places,
    record,
    fired,
    perform(index, command) {
      if (command.name !== 'fault') {
        record.plan(planOf(command));
        return places[index]!.act(command);
      }
      record.trace(`${command.fault} begins at ${places[index]!.name}`);
      const end = begin(index, command.fault);
      const stop = (): void => {
        clearTimeout(timer);
        if (!stops.delete(stop)) return;
        record.trace(`${command.fault} ends at ${places[index]!.name}`);
        end();
      };
      const timer = setTimeout(stop, command.ms);
      stops.add(stop);
    },
    async heal() {
      record.trace('everything is mended');
      for (const stop of [...stops]) stop();
      for (const { line, signIn } of equipment) {
        line.heal();
        signIn.set('good');
      }
      await server.settle();
      while (work.size > 0) await Promise.all(work);
      await Promise.all(places.map(comeBack));
    },
    close: () => leave(places, equipment),
  };
}

/** I14: whoever leaves leaves nothing behind. */
async function leave(places: readonly BrowserPlace[], equipment: readonly Equipment[]): Promise<string[]> {
  const left: string[] = [];
  await Promise.all(places.map((place) => place.close()));
  for (const { name, line, profile } of equipment) {
    await eventually(LEAVING_MS, () => line.sockets() === 0);
    if (line.sockets() > 0) left.push(`I14: ${name} left ${line.sockets()} sockets`);
    await profile.close();
    await line.close();
  }
  return left;
}
