import type { Difference } from './compare.ts';

const LONGEST = 700;

/** What came of one recording, for people to read. */
export function describe(name: string, differences: readonly Difference[]): string {
  if (differences.length === 0) return `✓ ${name}`;
  return [`✗ ${name}`, ...differences.map(describeDifference)].join('\n');
}

function describeDifference({ party, kind, expected, actual, detail }: Difference): string {
  const lines = [
    `    ${party}: ${kind}${detail === undefined ? '' : `: ${shown(detail)}`}`,
    ...(expected === undefined ? [] : [`      recorded: ${shown(expected)}`]),
    ...(actual === undefined ? [] : [`      replayed: ${shown(actual)}`]),
  ];
  return lines.join('\n');
}

/** One line; control characters as escapes. */
function shown(text: string): string {
  const line = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}… (${line.length} characters)` : line;
}
