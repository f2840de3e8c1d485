import { formatNumber, plural } from '../../../src/elements/locales/counting.ts';
import type { Locale } from '../../../src/elements/shared/language.ts';

const number = (count: number): string => formatNumber('pl', count);

const left = (count: number): string =>
  plural('pl', count, {
    one: `został ${number(count)} znak`,
    few: `zostały ${number(count)} znaki`,
    many: `zostało ${number(count)} znaków`,
    other: `zostało ${number(count)} znaku`,
  });

const tooMany = (count: number): string =>
  `o ${number(count)} ${plural('pl', count, { one: 'znak', few: 'znaki', other: 'znaków' })} za dużo`;

/** Some words of Polish, as somebody else would give them. */
export default {
  common: { left: (count: number) => (count < 0 ? tooMany(-count) : left(count)) },
  find: { found: (found: number, all: number) => `${number(found)} z ${number(all)} wydarzeń` },
} satisfies Locale;
