import type { Scanner } from './scanner.ts';

/** A column, or a place inside its JSON. */
export interface Field {
  name: string;
  path: JsonStep[];
}

export interface JsonStep {
  /** `->` gives JSON, `->>` text. */
  arrow: '->' | '->>';
  key: string;
}

export function scanField(scanner: Scanner): Field {
  return { name: scanner.name(), path: scanPath(scanner) };
}

export function scanPath(scanner: Scanner): JsonStep[] {
  const path: JsonStep[] = [];
  for (;;) {
    const arrow = scanner.eat('->>') ? '->>' : scanner.eat('->') ? '->' : undefined;
    if (!arrow) return path;
    path.push({ arrow, key: scanner.name() });
  }
}
