import { formatNumber, plural } from '../locales/counting.ts';

/** Says how many there are of something, in one of two forms; `#` in them stands for the number. */
export type Counted = (count: number, one: string, other: string) => string;

/** How a language says it that has two forms, as English and German have. */
export function counted(language: string): Counted {
  return (count, one, other) =>
    plural(language, count, { one, other }).replace('#', () => formatNumber(language, count));
}

/** In English. */
export const many = counted('en');
