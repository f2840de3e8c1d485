import { applying } from './applying.ts';
import { loading } from './loading.ts';

/** What the driver of the bench finds in the page. */
const bench = { applying, loading };
export type Bench = typeof bench;

declare global {
  var bench: Bench;
}

globalThis.bench = bench;
