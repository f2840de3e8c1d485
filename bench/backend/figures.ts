/** One measurement, beside others of the same run. */
export interface Figure {
  part: string;
  name: string;
  value: number;
  unit: 'ms' | '/s' | 'MB';
  baselines: Baseline[];
}

export interface Baseline {
  name: string;
  value: number;
}

export function figure(
  part: string,
  name: string,
  unit: Figure['unit'],
  value: number,
  baselines: Record<string, number>,
): Figure {
  const beside = Object.entries(baselines).map(([name, value]) => ({ name, value }));
  return { part, name, value, unit, baselines: beside };
}

/** For people: a line for each figure and baseline. */
export function toTable(figures: readonly Figure[]): string {
  const parts = [...new Set(figures.map(({ part }) => part))];
  return parts
    .map((part) => [part, ...figures.filter((figure) => figure.part === part).flatMap(linesOf)].join('\n'))
    .join('\n\n');
}

/** For programs: the ratios are how many times the baseline the figure is. */
export function toJson(figures: readonly Figure[]): unknown {
  return figures.map((figure) => ({
    ...figure,
    baselines: figure.baselines.map((baseline) => ({ ...baseline, ratio: figure.value / baseline.value })),
  }));
}

function linesOf({ name, value, unit, baselines }: Figure): string[] {
  return baselines.map((baseline, index) => {
    const own = index === 0 ? `${name.padEnd(36)}${amount(value, unit)}` : ' '.repeat(50);
    const ratio = `× ${round(value / baseline.value)}`;
    return `  ${own}  ${ratio.padEnd(10)}of ${amount(baseline.value, unit)}  ${baseline.name}`;
  });
}

function amount(value: number, unit: Figure['unit']): string {
  return `${round(value)} ${unit}`.padStart(14);
}

function round(value: number): string {
  const precision = value < 1000 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
  return value.toLocaleString('en', precision);
}
