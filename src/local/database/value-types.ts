/** Reads a value from the text in which PostgreSQL sends it. */
export type Parser = (text: string) => unknown;

const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

/** What a JavaScript `Date` would falsify stays text; the rest is PGlite's to read. Equal for every engine. */
export const PARSERS: Record<number, Parser> = {
  [DATE]: (text) => text,
  [TIMESTAMP]: (text) => text,
  [TIMESTAMPTZ]: toIsoTime,
};

/** `2026-11-22 14:35:11.373+00` as JSON has it: `2026-11-22T14:35:11.373Z`. */
function toIsoTime(text: string): string {
  return text.replace(' ', 'T').replace(/\+00$/, 'Z');
}
