/** What happened, line by line, with the virtual time: for people who look for the cause of a failure. */
export interface Trace {
  add(what: string): void;
  readonly lines: readonly string[];
}

/** Opens a trace. */
export function createTrace(now: () => number): Trace {
  const lines: string[] = [];
  return { lines, add: (what) => void lines.push(`${String(Math.round(now())).padStart(7)} ${what}`) };
}
