import type { CheckFailure, CheckResult } from './check.ts';
import type { FaultId } from './world/faults.ts';

/** The faults that the simulation claims to cover: all of the list. */
export const CLAIMED: readonly FaultId[] = Array.from({ length: 48 }, (_, i): FaultId => `F${i + 1}`);

/** Faults that a run claims to cover and that never struck. */
export function neverStruck({ faults }: CheckResult): readonly FaultId[] {
  return CLAIMED.filter((id) => !faults.get(id));
}

/** Everything in one line. */
export function summaryLine(result: CheckResult, seed: number): string {
  const { schedules, operations, lost, doubled, diverged, slowest, faults } = result;
  const struck = CLAIMED.map((id) => `${id}:${faults.get(id) ?? 0}`).join(' ');
  return (
    `seed ${seed}, ${schedules} schedules, faults ${struck}, ${operations} operations, ${lost} lost, ` +
    `${doubled} doubled, ${diverged} diverged, slowest convergence ${slowest} ms`
  );
}

/** A failure for people: what went wrong, the smallest schedule that shows it, what happened, how to see it again. */
export function describeFailure({ seed, path, schedule, violations, trace }: CheckFailure): string {
  const { commands, ...world } = schedule;
  return [
    ...violations,
    '',
    `world: ${JSON.stringify(world)}`,
    ...commands.map((command) => `  ${JSON.stringify(command)}`),
    '',
    ...trace,
    '',
    `Again: npm run test:sim -- --seed ${seed} --path ${path}`,
  ].join('\n');
}
