/** A piece of a line of Markdown. */
export type Inline =
  | string
  | { readonly type: 'em' | 'strong' | 'del'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  /** `href` is as it was written: not yet judged. */
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly type: 'break' };

/** So deep may pieces lie in each other; what opens beyond that is text. */
const MAX_DEPTH = 32;

const TOKEN =
  /\\([!-/:-@[-`{-~])|(`+)|(\*+|_+|~~)|(!?\[)|(\])|<?((?:https?:\/\/|mailto:)[^\s<>[\]]+)>?|(\n)/g;
const DESTINATION = /\((?:<([^<>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?: {1,4}"[^"\n]*")?\)/y;
/** What ends a sentence does not belong to an address. */
const TRAILING = '.,;:!?\'"*_~';

interface Frame {
  /** What opened it: `*`, `**`, `_`, `__`, `~~`, `[` or `![`. */
  readonly opener: string;
  readonly nodes: Inline[];
}

/** The pieces of a text, in one pass from left to right. What does not come to anything is text. */
export function parseInline(text: string): readonly Inline[] {
  return new InlineParser(text).parse();
}

class InlineParser {
  private readonly whole: Frame = { opener: '', nodes: [] };
  /** What is open, the innermost last. */
  private readonly stack: Frame[] = [];
  private readonly ticks: ReadonlyMap<number, number[]>;
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
    this.ticks = runsOfTicks(text);
  }

  parse(): readonly Inline[] {
    const { text } = this;
    while (this.at < text.length) {
      TOKEN.lastIndex = this.at;
      const match = TOKEN.exec(text);
      this.say(text.slice(this.at, match?.index));
      if (!match) break;
      this.at = match.index + match[0].length;
      this.take(match);
    }
    while (this.stack.length > 0) this.giveUp();
    return this.whole.nodes;
  }

  private get top(): Frame {
    return this.stack.at(-1) ?? this.whole;
  }

  private take(match: RegExpExecArray): void {
    const [whole, escaped, ticks, run, open, close, address] = match;
    if (escaped) this.say(escaped);
    else if (ticks) this.code(ticks.length);
    else if (run) this.emphasis(run, match.index);
    else if (open) this.push(open);
    else if (close) this.link();
    else if (address) this.address(whole, address);
    else this.top.nodes.push({ type: 'break' });
  }

  /** Adds text; neighbours become one. */
  private say(words: string): void {
    const { nodes } = this.top;
    const last = nodes.at(-1);
    if (typeof last === 'string') nodes[nodes.length - 1] = last + words;
    else if (words !== '') nodes.push(words);
  }

  private push(opener: string): void {
    if (this.stack.length >= MAX_DEPTH) this.say(opener);
    else this.stack.push({ opener, nodes: [] });
  }

  /** What the topmost frame was opened by is text after all. */
  private giveUp(): void {
    const { opener, nodes } = this.stack.pop() ?? this.whole;
    this.say(opener);
    for (const node of nodes) this.add(node);
  }

  private add(node: Inline): void {
    if (typeof node === 'string') this.say(node);
    else this.top.nodes.push(node);
  }

  /** Gives up what was opened after this frame, and takes it off. */
  private closeAt(index: number): readonly Inline[] {
    while (this.stack.length > index + 1) this.giveUp();
    return this.stack.pop()?.nodes ?? [];
  }

  private code(length: number): void {
    const runs = this.ticks.get(length) ?? [];
    while ((runs.at(-1) ?? Infinity) < this.at) runs.pop();
    const end = runs.pop();
    if (end === undefined) return this.say('`'.repeat(length));
    const inside = this.text.slice(this.at, end).replaceAll('\n', ' ');
    const padded = inside.startsWith(' ') && inside.endsWith(' ') && inside.trim() !== '';
    this.top.nodes.push({ type: 'code', text: padded ? inside.slice(1, -1) : inside });
    this.at = end + length;
  }

  private emphasis(run: string, index: number): void {
    const before = this.text[index - 1] ?? ' ';
    const after = this.text[this.at] ?? ' ';
    const word = /[\p{L}\p{N}]/u;
    const mayClose = /\S/.test(before) && !(run[0] === '_' && word.test(after));
    const mayOpen = /\S/.test(after) && !(run[0] === '_' && word.test(before));
    let left = mayClose ? this.closeRun(run) : run;
    for (; mayOpen && left !== ''; left = left.slice(2)) this.push(left.slice(0, 2));
    this.say(left);
  }

  /** Closes what a run can close, the innermost first; what is left of it. */
  private closeRun(run: string): string {
    let left = run;
    while (left !== '') {
      const index = this.stack.findLastIndex((frame) => left.startsWith(frame.opener));
      const opener = this.stack[index]?.opener;
      if (opener === undefined) break;
      const type = opener === '~~' ? 'del' : opener.length === 2 ? 'strong' : 'em';
      const children = this.closeAt(index);
      this.top.nodes.push({ type, children });
      left = left.slice(opener.length);
    }
    return left;
  }

  private link(): void {
    const index = this.stack.findLastIndex(({ opener }) => opener.endsWith('['));
    DESTINATION.lastIndex = this.at;
    const match = index < 0 ? null : DESTINATION.exec(this.text);
    if (!match) return this.say(']');
    this.at += match[0].length;
    const children = this.closeAt(index).flatMap(withoutLinks);
    const href = match[1] ?? match[2] ?? '';
    this.top.nodes.push({ type: 'link', href, children: children.length > 0 ? children : [href] });
  }

  private address(whole: string, address: string): void {
    const bare = !whole.startsWith('<');
    const href = bare ? withoutTrailing(address) : address;
    this.top.nodes.push({ type: 'link', href, children: [href] });
    if (bare) this.at -= whole.length - href.length;
  }
}

/** A link holds no other. */
function withoutLinks(node: Inline): readonly Inline[] {
  if (typeof node === 'string' || !('children' in node)) return [node];
  const children = node.children.flatMap(withoutLinks);
  return node.type === 'link' ? children : [{ ...node, children }];
}

function withoutTrailing(address: string): string {
  const ends = address.includes('(') ? TRAILING : `${TRAILING})`;
  let end = address.length;
  while (ends.includes(address[end - 1] ?? ' ')) end -= 1;
  return address.slice(0, end);
}

/** Where runs of backticks begin, by their length, the last first. */
function runsOfTicks(text: string): ReadonlyMap<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = runs.get(run.length);
    if (known) known.push(index);
    else runs.set(run.length, [index]);
  }
  for (const starts of runs.values()) starts.reverse();
  return runs;
}
