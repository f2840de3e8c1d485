import { Attendance } from './attendance.ts';
import { Crowd } from './crowd.ts';
import { figure } from './figures.ts';
import type { Figure } from './figures.ts';
import { assemble, hold } from './holding.ts';
import { memoryFigure } from './stage.ts';
import type { Stage } from './stage.ts';

/** Holds 200 sockets with 1,000 channels; `say` is told what came to them. */
export async function measureCrowd(
  stage: Stage,
  say: (line: string) => void,
): Promise<[joins: Figure, memory: Figure]> {
  const { published, bare, onTrouble } = stage;
  const bareCrowd = await Crowd.gather(bare.url.replace('http', 'ws'), onTrouble);
  const bareJoins = await bareCrowd.join(() => undefined);
  const crowd = await Crowd.gather(published.socket, onTrouble);
  const attendance = new Attendance();
  const joins = await assemble(crowd, attendance);
  const memory = await memoryFigure(stage, 'with 200 sockets, 1,000 channels');
  const { seconds, appearances, broadcasts, changes } = await hold(published, crowd, attendance);
  say(
    `200 sockets with 1,000 channels, held for ${seconds} s: ` +
      `${appearances} appearances, ${broadcasts} broadcasts and ${changes} changes came, each where it should, once.`,
  );
  crowd.disperse();
  bareCrowd.disperse();
  return [figure('1,000 joins at once', 'joins', '/s', joins, { 'bare server': bareJoins }), memory];
}
