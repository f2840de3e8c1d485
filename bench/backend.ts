/**
 * How the local backend bears load: delivery of changes under row level security, 1,000 channels on 200 sockets, memory
 * and start time. The backend and the bare server that it is compared with have a process of their own each.
 *
 * `--json` prints for programs. Exit code 1: something was lost, doubled, out of order, refused or closed.
 */
import { parseArgs } from 'node:util';
import { measureCrowd } from './backend/crowd-figures.ts';
import { measureDeliveries } from './backend/delivery-figures.ts';
import { toJson, toTable } from './backend/figures.ts';
import type { Figure } from './backend/figures.ts';
import { clearStage, memoryFigure, setStage } from './backend/stage.ts';
import { measureStarts } from './backend/starting.ts';

const SUBSCRIBERS = [1, 50, 200];

/** Standard output is for the figures. */
const say = (line: string): void => console.error(line);

async function measure(): Promise<Figure[]> {
  say('Starting, first as on a new machine …');
  const starts = await measureStarts();
  const stage = await setStage(fail);
  const memory = [await memoryFigure(stage, 'before any client')];
  say('Holding 200 sockets for a minute …');
  const [joins, held] = await measureCrowd(stage, say);
  const deliveries: Figure[] = [];
  for (const subscribers of SUBSCRIBERS) {
    say(`Delivering changes to ${subscribers} …`);
    deliveries.push(...(await measureDeliveries(stage, subscribers)));
  }
  memory.push(held, await memoryFigure(stage, 'after all changes'));
  await clearStage(stage);
  return [...deliveries, joins, ...memory, ...starts];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const figures = await measure();
  console.log(values.json ? JSON.stringify(toJson(figures), null, 2) : toTable(figures));
}

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}

// The servers end with this process.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
