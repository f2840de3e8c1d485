/** The page of the baseline, in an origin of its own: what Chromium does to one origin's storage spares the other's. */
import { openBaseline } from './baseline.ts';
import { connectReports } from './reports.ts';

/** What it says: a number that its adapter calls stored. */
export interface Acknowledged {
  readonly name: 'acknowledged';
  readonly n: number;
}

declare global {
  interface Window {
    /** Stores numbers without a pause until the browser is gone. */
    writeBaseline(): void;
    /** The numbers that are still there. */
    keptByBaseline(): Promise<number[]>;
  }
}

const reports = connectReports<Acknowledged>('baseline');
const baseline = await openBaseline();
window.writeBaseline = () =>
  baseline.writeFrom(Date.now() * 1000, (n) => reports.send({ name: 'acknowledged', n }));
window.keptByBaseline = () => baseline.all();
