import { applying } from './applying.ts';
import { burst } from './burst.ts';
import { latency } from './latency.ts';
import { loading } from './loading.ts';
import { hold } from './memory.ts';
import { comings, prototypes } from './mounting.ts';
import { fillQueue } from './replay.ts';
import { sendStraight } from './send-straight.ts';

/** What the driver of the bench finds in the page. */
const bench = { applying, burst, comings, fillQueue, hold, latency, loading, prototypes, sendStraight };
export type Bench = typeof bench;

declare global {
  var bench: Bench;
}

globalThis.bench = bench;
