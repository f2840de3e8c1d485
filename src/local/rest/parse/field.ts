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
  /** Whether the key counts the places of an array. */
  index: boolean;
}

const NAME = /[\p{L}\p{Nd}_ $]+(?:-(?!>)[\p{L}\p{Nd}_ $]+)*/u;
const KEY = /[^(\-:.,>)]+(?:-(?!>)[^(\-:.,>)]+)*/u;
const INDEX = /-?\d+(?=->|::|\.|,|$)/;

export function scanField(scanner: Scanner): Field {
  return { name: scanName(scanner), path: scanPath(scanner) };
}

export function scanPath(scanner: Scanner): JsonStep[] {
  const path: JsonStep[] = [];
  for (;;) {
    const arrow = scanner.eat('->>') ? '->>' : scanner.eat('->') ? '->' : undefined;
    if (!arrow) return path;
    path.push({ arrow, ...scanKey(scanner) });
  }
}

/** A name as it stands, or in double quotes where it holds special characters. */
export function scanName(scanner: Scanner): string {
  const label = 'field name (* or [a..z0..9_$])';
  const name = scanner.labelled(
    label,
    () => scanQuoted(scanner) ?? trimmed(scanner.take(NAME, 'letter or digit')),
  );
  return name ?? scanner.fail();
}

/** A text in double quotes, unescaped. */
export function scanQuoted(scanner: Scanner): string | undefined {
  return scanner
    .take(/"(?:[^"\\]|\\[^])*"/, '"\\""')
    ?.slice(1, -1)
    .replace(/\\([^])/g, '$1');
}

/** The name under which the value of a place inside JSON is answered; undefined for a whole column. */
export function nameOfPath({ name, path }: Field): string | undefined {
  if (path.length === 0) return undefined;
  return path.findLast((step) => !step.index)?.key ?? name;
}

function scanKey(scanner: Scanner): Omit<JsonStep, 'arrow'> {
  const index = scanner.take(INDEX, 'digit');
  if (index !== undefined) return { key: index, index: true };
  const key =
    scanQuoted(scanner) ?? trimmed(scanner.take(KEY, 'any non reserved character different from: .,>()'));
  return { key: key ?? scanner.fail(), index: false };
}

function trimmed(text: string | undefined): string | undefined {
  return text
    ?.split('-')
    .map((part) => part.trim())
    .join('-');
}
