import type { Ratio } from '../statistics.ts';
import { median, pairedRatio } from '../statistics.ts';

/** What is to be reached, and whether it was. */
export interface Goal {
  /** As in `≤ 3`: of the value, or of the ratio where it stands beside a baseline. */
  text: string;
  met: boolean;
}

/** One measurement, beside others of the same run. */
export interface Figure {
  part: string;
  name: string;
  unit: Unit;
  value: number;
  goal: Goal | undefined;
  baselines: readonly Baseline[];
}

/** `''` counts things. */
export type Unit = 'µs' | 'ms' | 's' | 'kB' | 'MB' | 'frames' | '';

/** What a figure stands beside: how many times the baseline it is. */
export interface Baseline extends Ratio {
  name: string;
  value: number;
  goal: Goal | undefined;
}

/** What was measured pair by pair, and the most that it may be. */
export interface Beside {
  name: string;
  values: readonly number[];
  /** The largest ratio that reaches the goal. */
  max?: number;
}

/** A figure from measurements that were made in turns with those of its baselines. */
export function figure(
  [part, name, unit]: readonly [part: string, name: string, unit: Unit],
  values: readonly number[],
  beside: readonly Beside[],
  max?: number,
): Figure {
  const value = median(values);
  const baselines = beside.map((other) => {
    const ratio = pairedRatio(values, other.values);
    return { name: other.name, value: median(other.values), ...ratio, goal: goalOf(ratio.ratio, other.max) };
  });
  return { part, name, unit, value, goal: goalOf(value, max, unit), baselines };
}

function goalOf(reached: number, max: number | undefined, unit: Unit = ''): Goal | undefined {
  if (max === undefined) return undefined;
  return { text: `≤ ${max}${unit && ` ${unit}`}`, met: reached <= max };
}

/** For people: a line for each figure and baseline, parts in paragraphs, the missed goals at the end. */
export function toTable(figures: readonly Figure[]): string {
  const parts = [...new Set(figures.map(({ part }) => part))];
  const paragraphs = parts.map((part) =>
    [part, ...figures.filter((figure) => figure.part === part).flatMap(linesOf)].join('\n'),
  );
  return [...paragraphs, summaryOf(figures)].join('\n\n');
}

function linesOf({ name, value, unit, goal, baselines }: Figure): string[] {
  const own = `  ${name.padEnd(46)}${`${round(value)} ${unit}`.padStart(13)}`;
  const beside = baselines.map((baseline) => {
    const ratio = `× ${round(baseline.ratio)} [${round(baseline.low)}–${round(baseline.high)}]`;
    return `  ${ratio.padEnd(26)} of ${round(baseline.value)} ${unit} ${baseline.name}${verdict(baseline.goal)}`;
  });
  if (goal || beside.length === 0) return [own + verdict(goal), ...beside.map(indent)];
  return beside.map((line, index) => (index === 0 ? own + line : indent(line)));
}

function indent(line: string): string {
  return ' '.repeat(61) + line;
}

function verdict(goal: Goal | undefined): string {
  return goal ? `  (goal ${goal.text}: ${goal.met ? 'met' : 'MISSED'})` : '';
}

function summaryOf(figures: readonly Figure[]): string {
  const goals = figures.flatMap(({ goal, baselines }) => [goal, ...baselines.map((one) => one.goal)]);
  const set = goals.filter((goal) => goal !== undefined);
  return `Goals: ${set.length}, met: ${set.filter(({ met }) => met).length}`;
}

function round(value: number): string {
  const precision = value < 1000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
  return value.toLocaleString('en', precision);
}
