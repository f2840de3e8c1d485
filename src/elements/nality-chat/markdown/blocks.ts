import { parseInline, type Inline } from './inline.ts';

/** A block of Markdown. Blocks that did not change are the same objects. */
export type Block =
  | { readonly type: 'paragraph' | 'heading'; readonly inlines: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly type: 'list';
      readonly start: number | undefined;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly type: 'rule' };

/** A text, parsed. */
export interface Parsed {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Where each block begins in the text. */
  readonly places: readonly number[];
}

/** So deep may lists and quotes lie in each other; what is deeper is text. */
const MAX_DEPTH = 6;

const FENCE = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const HEADING = /^ {0,3}#{1,6}(?= |$)/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)/;

/**
 * Parses a text: paragraphs, headings, code between fences, quotes, lists, rules. Everything else, HTML above all, is text.
 *
 * What was parsed `before` is used again when the text goes on from there. A block may still join with the next one
 * until that one's first line is complete: so it is final once two more have begun, and only these are parsed again.
 */
export function parse(text: string, before?: Parsed): Parsed {
  const keep = before && text.startsWith(before.text) ? Math.max(0, before.blocks.length - 2) : 0;
  const from = (keep > 0 && before?.places[keep]) || 0;
  const lines = text.slice(from).split('\n');
  const found = scan(
    lines.map((line) => line.replace(/\r$/, '')),
    0,
  );
  const starts = startsOf(lines, from);
  return {
    text,
    blocks: [...(before?.blocks.slice(0, keep) ?? []), ...found.map(({ block }) => block)],
    places: [...(before?.places.slice(0, keep) ?? []), ...found.map(({ line }) => starts[line] ?? from)],
  };
}

function startsOf(lines: readonly string[], from: number): readonly number[] {
  let at = from;
  return lines.map((line) => (at += line.length + 1) - line.length - 1);
}

interface Found {
  readonly block: Block;
  /** Its first line, and the first that is not its own. */
  readonly line: number;
  readonly next: number;
}

function scan(lines: readonly string[], depth: number): readonly Found[] {
  const found: Found[] = [];
  for (let at = pastBlanks(lines, 0); at < lines.length;) {
    const one = blockAt(lines, at, depth);
    found.push(one);
    at = pastBlanks(lines, one.next);
  }
  return found;
}

function blockAt(lines: readonly string[], line: number, depth: number): Found {
  const text = lines[line] ?? '';
  const fence = FENCE.exec(text)?.[1];
  if (fence) return codeAt(lines, line, fence);
  if (HEADING.test(text)) return headingAt(text, line);
  if (RULE.test(text)) return { block: { type: 'rule' }, line, next: line + 1 };
  if (depth < MAX_DEPTH && QUOTE.test(text)) return quoteAt(lines, line, depth);
  if (depth < MAX_DEPTH && ITEM.test(text)) return listAt(lines, line, depth);
  return paragraphAt(lines, line, depth);
}

function headingAt(text: string, line: number): Found {
  const words = text
    .replace(HEADING, '')
    .trim()
    .replace(/(?:^| )#+$/, '');
  return { block: { type: 'heading', inlines: parseInline(words) }, line, next: line + 1 };
}

/** A fence that is never closed goes on to the end: the rest is still to come. */
function codeAt(lines: readonly string[], line: number, fence: string): Found {
  const isEnd = (text: string): boolean => {
    const mark = text.trim();
    return mark.startsWith(fence) && mark === fence[0]?.repeat(mark.length);
  };
  const end = endOf(lines, line + 1, (text) => !isEnd(text));
  return { block: { type: 'code', text: lines.slice(line + 1, end).join('\n') }, line, next: end + 1 };
}

function quoteAt(lines: readonly string[], line: number, depth: number): Found {
  const next = endOf(lines, line, (text) => QUOTE.test(text));
  const inside = lines.slice(line, next).map((text) => text.replace(QUOTE, ''));
  return { block: { type: 'quote', blocks: blocksIn(inside, depth + 1) }, line, next };
}

function listAt(lines: readonly string[], line: number, depth: number): Found {
  const marker = markerOf(lines[line]) ?? '';
  const items: (readonly Block[])[] = [];
  let next = line;
  for (let at = line; markerOf(lines[at])?.at(-1) === marker.at(-1) && !RULE.test(lines[at] ?? '');) {
    const { inside, end } = itemAt(lines, at, depth);
    items.push(blocksIn(inside, depth + 1));
    next = end;
    at = pastBlanks(lines, end);
  }
  const start = /\d/.test(marker) ? Number.parseInt(marker, 10) : undefined;
  return { block: { type: 'list', start, items }, line, next };
}

function itemAt(
  lines: readonly string[],
  line: number,
  depth: number,
): { readonly inside: readonly string[]; readonly end: number } {
  const [, indent = '', marker = '', gap = ''] = ITEM.exec(lines[line] ?? '') ?? [];
  const width = indent.length + marker.length + (gap.length > 4 ? 1 : Math.max(1, gap.length));
  const isInside = (text: string): boolean => text.search(/\S/) >= width;
  const inside = [(lines[line] ?? '').slice(width)];
  let end = line + 1;
  while (end < lines.length) {
    const next = pastBlanks(lines, end);
    const text = lines[next] ?? '';
    // A line right below goes on with the paragraph, wherever it begins.
    const goesOn = isInside(text) || (next === end && !begins(text, depth));
    if (next === lines.length || !goesOn) break;
    for (; end < next; end++) inside.push('');
    inside.push(isInside(text) ? text.slice(width) : text);
    end += 1;
  }
  return { inside, end };
}

function paragraphAt(lines: readonly string[], line: number, depth: number): Found {
  const next = endOf(lines, line, (text, at) => text.trim() !== '' && (at === line || !begins(text, depth)));
  const text = lines
    .slice(line, next)
    .map((one) => one.trim())
    .join('\n');
  return { block: { type: 'paragraph', inlines: parseInline(text) }, line, next };
}

/** Whether a line begins a block of its own, even right below a paragraph. */
function begins(text: string, depth: number): boolean {
  if (FENCE.test(text) || HEADING.test(text) || RULE.test(text)) return true;
  return depth < MAX_DEPTH && (QUOTE.test(text) || markerOf(text) !== undefined);
}

function markerOf(text = ''): string | undefined {
  return ITEM.exec(text)?.[2];
}

function blocksIn(lines: readonly string[], depth: number): readonly Block[] {
  return scan(lines, depth).map(({ block }) => block);
}

function endOf(lines: readonly string[], from: number, isOwn: (text: string, at: number) => boolean): number {
  let at = from;
  while (at < lines.length && isOwn(lines[at] ?? '', at)) at += 1;
  return at;
}

function pastBlanks(lines: readonly string[], from: number): number {
  return endOf(lines, from, (text) => text.trim() === '');
}
