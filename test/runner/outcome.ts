/** One thing that went wrong, told in full. */
export interface Failure {
  title: string;
  /** Stack, differences, output: whatever helps to understand it. */
  text: string;
}

/** What a part, a file or a command came to. */
export interface Outcome {
  passed: number;
  failures: readonly Failure[];
}

/** The outcome of something that did not even get as far as its tests. */
export function failure(title: string, text: string): Outcome {
  return { passed: 0, failures: [{ title, text }] };
}

/** Adds outcomes up. */
export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

/** The line by which people and machines read a run: `12 passed, 0 failed`. */
export function countsLine({ passed, failures }: Outcome): string {
  return `${passed} passed, ${failures.length} failed`;
}

/** A failure as text, its details indented below its title. */
export function describeFailure({ title, text }: Failure): string {
  const details = text.trimEnd().replace(/^(?=.)/gm, '    ');
  return `  ✗ ${title}\n${details}\n`;
}
