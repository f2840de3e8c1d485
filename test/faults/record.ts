import type { Decision, Evidence, Flicker, Write } from './evidence.ts';
import type { Report } from './seat.ts';
import type { Fields } from './schedule.ts';

/** Where reports come from. */
export interface Source {
  readonly device: string;
  readonly tab: string;
  readonly person: string;
}

/** Writes down, while a run goes on, what people did and what they were told. */
export interface RunRecord extends Pick<Evidence, 'writes' | 'decisions' | 'flickers' | 'planned'> {
  /** I5: rows that went back in time. */
  readonly aged: readonly string[];
  /** What the owner of the database wrote, past everybody. */
  note(row: string, values: Fields): void;
  /** What somebody is about to write, where their tab may die before it tells. */
  plan(values: Fields): void;
  hear(source: Source, report: Report): void;
  /** Notes what happened, and when: milliseconds since the epoch; default: now. */
  trace(text: string, at?: number): void;
  /** All that happened, line by line, with milliseconds since the start. */
  readonly lines: readonly string[];
}

/** Opens the record. */
export function openRecord(): RunRecord {
  const writes: Write[] = [];
  const decisions: Decision[] = [];
  const flickers: Flicker[] = [];
  const aged: string[] = [];
  const planned: Fields[] = [];
  const lines: string[] = [];
  const start = Date.now();
  const trace = (text: string, at = Date.now()): void => void lines.push(`${Math.round(at - start)} ${text}`);
  return {
    writes,
    decisions,
    flickers,
    aged,
    planned,
    plan: (values) => void planned.push(values),
    lines,
    trace,
    note(row, values) {
      trace(`sql: ${row} ${JSON.stringify(values)}`);
      // Each is a connection of its own: nothing says in which order they commit.
      const past = {
        device: 'sql',
        tab: `sql ${writes.length}`,
        person: 'sql',
        operations: [],
        known: [],
        durable: true,
      };
      writes.push({ ...past, n: 0, type: 'update', row, values });
    },
    hear(source, report) {
      trace(`${source.tab}: ${JSON.stringify(report)}`);
      switch (report.name) {
        case 'wrote':
          return void writes.push({ ...report.write, ...source, durable: false });
        case 'durable':
          return writes
            .filter(({ n, tab }) => n === report.n && tab === source.tab)
            .forEach((write) => (write.durable = true));
        case 'decided':
          return void decisions.push(report.decision);
        case 'flickered':
          return void flickers.push({ ...report.flicker, tab: source.tab });
        case 'aged':
          return void aged.push(
            `${source.tab}: rev of ${report.row} went from ${report.from} to ${report.to}`,
          );
      }
    },
  };
}
