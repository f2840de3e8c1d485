import type { FaultId } from '../catalogue.ts';
import { chanceOf } from '../random.ts';
import { eventually } from '../own-time.ts';
import type { Place } from '../place.ts';
import { openRecord } from '../record.ts';
import { plant } from '../plant.ts';
import { comeBack, type Scene } from '../scene.ts';
import type { Schedule } from '../schedule.ts';
import type { Stage } from '../stage.ts';
import { createDevice, type Device } from './device.ts';
import { openLine, type Line } from './line.ts';
import { takePlace } from './place.ts';
import { openServerFaults } from './server-faults.ts';
import { keepSignedIn, type SignIn } from './sign-in.ts';
import { TAB_FAULTS } from './tab-faults.ts';

/** A device with its line and its owner's sign-in. */
export interface Equipment {
  readonly name: string;
  readonly person: string;
  readonly device: Device;
  readonly line: Line;
  readonly signIn: SignIn;
}

/** What goes wrong with a join; a tab reads before it joins, so that takes a while. */
const JOIN_MS = 1_000;
const OF_JOINS: ReadonlySet<FaultId> = new Set(['F14', 'F15', 'F17']);

/** Sets a scene. */
export async function openScene(stage: Stage, schedule: Schedule): Promise<Scene> {
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
  const equipment = await Promise.all([
    equip('laptop', pair.owner),
    equip('phone', pair.owner),
    equip('hers', pair.editor),
  ]);
  const [laptop, phone, hers] = equipment as [Equipment, Equipment, Equipment];
  // The owner's second tab is on the same device, or on another one.
  const seats = [laptop, chance.percent(50) ? laptop : phone, hers];
  const places = seats.map((at, index) => seat(at, index));
  const stops = new Set<() => void>();

  async function equip(name: string, person: string): Promise<Equipment> {
    const line = await openLine(stage.port, chance, fire);
    return { name, person, device: createDevice(chance), line, signIn: keepSignedIn(stage, person, fire) };
  }
  function seat({ name, person, device, line, signIn }: Equipment, index: number): Place {
    const at = { deviceName: name, device, url: line.url, key: stage.key, token: signIn.token };
    return takePlace({ name: `${name}-${index}`, person, owner: pair.owner, hot, schedule, record, ...at });
  }
  function begin(index: number, fault: FaultId): () => void {
    const [place, at] = [places[index]!, seats[index]!];
    const ofTab = TAB_FAULTS[fault];
    if (ofTab) {
      ofTab.start(place, at, chance);
      if (!ofTab.later) fire(fault);
    }
    const ofLine = at.line.start(fault);
    // What can go wrong with a join is met by a tab that joins.
    if (OF_JOINS.has(fault)) {
      place.kill();
      void place.open();
    }
    const ofServer = server.start(fault);
    if (!ofTab && !ofLine && !ofServer) throw new Error(`Nobody knows how to do ${fault}.`);
    return () => {
      ofTab?.stop(place, at);
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
      if (command.name !== 'fault') return places[index]!.act(command);
      const end = begin(index, command.fault);
      record.trace(`${command.fault} begins at ${places[index]!.name}`);
      const stop = (): void => {
        clearTimeout(timer);
        if (!stops.delete(stop)) return;
        record.trace(`${command.fault} ends at ${places[index]!.name}`);
        end();
      };
      const timer = setTimeout(stop, OF_JOINS.has(command.fault) ? JOIN_MS + command.ms : command.ms);
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
      for (const place of places) await comeBack(place);
    },
    close: () => leave(places, equipment),
  };
}

/** So long after the end of a tab its socket may still be there, milliseconds. */
const LEAVING_MS = 1_000;

/** I14: whoever leaves leaves nothing behind. */
async function leave(places: readonly Place[], equipment: readonly Equipment[]): Promise<string[]> {
  const left: string[] = [];
  for (const place of places) left.push(...(await place.close()));
  for (const { name, line } of equipment) {
    await eventually(LEAVING_MS, () => line.sockets() === 0);
    if (line.sockets() > 0) left.push(`I14: ${name} left ${line.sockets()} sockets`);
    await line.close();
  }
  return left;
}
