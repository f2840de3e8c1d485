import assert from 'node:assert/strict';
import type { Line, Role } from './matrix.ts';

/** Tries every cell before it fails, so that one run tells of all that is wrong. */
export async function checkCells(
  lines: Line[],
  role: Role,
  attempt: (verb: string) => Promise<boolean>,
): Promise<void> {
  const found: Record<string, boolean> = {};
  for (const { verb } of lines) found[verb] = await attempt(verb);
  assert.deepEqual(found, Object.fromEntries(lines.map(({ verb, allowed }) => [verb, allowed[role]])));
}

/** The lines of the matrix, by what they are about. */
export function bySubject(lines: Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line.subject, [...(groups.get(line.subject) ?? []), line]);
  return groups;
}
