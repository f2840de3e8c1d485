import { setTimeout as sleep } from 'node:timers/promises';
import type { Audience } from './audience.ts';
import { CLUB, EVERYBODY } from './people.ts';
import type { Row, Service } from './services.ts';

const SINGLE_CHANGES = 50;
/** Between two single changes, so that none has to wait for the rest that follows the one before. */
const PAUSE = 60;
const BURST = 1000;
const WRITERS = 8;

/** Milliseconds. */
export interface Latency {
  p50: number;
  p95: number;
}

/** Rows per second. */
export interface Burst {
  /** Until the last insert was answered. */
  answered: number;
  /** Until the last row came to the last one who sees it. */
  delivered: number;
}

export interface Delivery {
  latency: Latency;
  /** Each row by a request of its own. */
  singly: Burst;
  /** All by one request. */
  together: Burst;
}

/** The same inserts without anybody who listens. */
export interface Insertion {
  latency: Latency;
  singly: number;
  together: number;
}

let rows = 0;

/** Measures from insert to arrival; throws when somebody received anything but what they may see. */
export async function measureDelivery(service: Service, audience: Audience): Promise<Delivery> {
  const latency = await measureLatency(service, audience);
  const singly = await measureBurst(service, audience, (burst) => insertSingly(service, burst));
  const together = await measureBurst(service, audience, (burst) => service.insert(burst));
  return { latency, singly, together };
}

export async function measureInsertion(service: Service): Promise<Insertion> {
  const times = await spaced((row) => timed(() => service.insert([row])));
  const singly = await timed(() => insertSingly(service, newRows(BURST)));
  const together = await timed(() => service.insert(newRows(BURST)));
  return { latency: latencyOf(times), singly: perSecond(singly), together: perSecond(together) };
}

async function measureLatency(service: Service, audience: Audience): Promise<Latency> {
  const sent: Row[] = [];
  const times = await spaced(async (row) => {
    sent.push(row);
    const start = performance.now();
    await audience.hear([row], () => service.insert([row]));
    return audience.latestArrivals().map((at) => at - start);
  });
  await checkAll(service, audience, sent);
  return latencyOf(times.flat());
}

async function measureBurst(
  service: Service,
  audience: Audience,
  insert: (burst: readonly Row[]) => Promise<void>,
): Promise<Burst> {
  const burst = newRows(BURST);
  const start = performance.now();
  let answered = NaN;
  await audience.hear(burst, async () => {
    await insert(burst);
    answered = performance.now() - start;
  });
  const delivered = performance.now() - start;
  await checkAll(service, audience, burst);
  return { answered: perSecond(answered), delivered: perSecond(delivered) };
}

/** One more row, which everybody sees, comes after all that had to come and all that should not have come. */
async function checkAll(service: Service, audience: Audience, sent: readonly Row[]): Promise<void> {
  const last = newRow(EVERYBODY);
  await audience.hear([last], () => service.insert([last]));
  audience.check([...sent, last]);
}

async function insertSingly(service: Service, burst: readonly Row[]): Promise<void> {
  const waiting = [...burst];
  const write = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) await service.insert([row]);
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

async function spaced<T>(work: (row: Row) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const row of newRows(SINGLE_CHANGES)) {
    await sleep(PAUSE);
    results.push(await work(row));
  }
  return results;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function newRows(count: number): Row[] {
  return Array.from({ length: count }, () => newRow(CLUB));
}

function newRow(room: string): Row {
  rows += 1;
  return { n: rows, room };
}

function latencyOf(times: number[]): Latency {
  const sorted = times.sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

function perSecond(time: number): number {
  return (BURST / time) * 1000;
}
