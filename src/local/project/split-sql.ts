/** One statement of a file. */
export interface Statement {
  /** Without the closing semicolon and without what surrounds it. */
  sql: string;
  /** Where it begins, counted from 1. */
  line: number;
}

/** What is skipped as a whole: comments, strings, quoted names, dollar-quoted bodies, words, anything else. */
const TOKEN =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[A-Za-z_]\w*)?\$|[A-Za-z_][\w$]*|\s+|[^]/g;

/** Cuts the text of a file into its statements, as psql would. */
export function splitSql(text: string): Statement[] {
  return new Splitter(text).statements();
}

class Splitter {
  readonly #text: string;
  readonly #found: Statement[] = [];
  #begin = -1;
  #end = 0;
  #parentheses = 0;
  /** Depth of `begin atomic … end` and of the `case … end` inside it, whose semicolons end nothing. */
  #atomic = 0;
  #previousWord = '';

  constructor(text: string) {
    this.#text = text;
  }

  statements(): Statement[] {
    const tokens = new RegExp(TOKEN);
    for (let match = tokens.exec(this.#text); match; match = tokens.exec(this.#text)) {
      const token = match[0];
      const skipped = this.#skip(token, match.index);
      if (skipped !== undefined) tokens.lastIndex = skipped;
      else if (token === ';' && this.#parentheses === 0 && this.#atomic === 0) this.#cut();
      else this.#take(token, match.index, tokens);
    }
    this.#cut();
    return this.#found;
  }

  /** Where to go on after white space or a comment; undefined for what belongs to a statement. */
  #skip(token: string, at: number): number | undefined {
    if (token === '/*') return endOfComment(this.#text, at);
    return /^(\s|--)/.test(token) ? at + token.length : undefined;
  }

  #take(token: string, at: number, tokens: RegExp): void {
    if (this.#begin < 0) this.#begin = at;
    if (/^\$\w*\$$/.test(token)) tokens.lastIndex = endOfDollarQuote(this.#text, token, at);
    if (token === '(') this.#parentheses++;
    if (token === ')') this.#parentheses--;
    if (/^[A-Za-z_]/.test(token)) this.#countAtomic(token.toLowerCase());
    this.#end = tokens.lastIndex;
  }

  #countAtomic(word: string): void {
    if (word === 'atomic' && this.#previousWord === 'begin') this.#atomic++;
    else if (this.#atomic > 0 && word === 'case') this.#atomic++;
    else if (this.#atomic > 0 && word === 'end') this.#atomic--;
    this.#previousWord = word;
  }

  #cut(): void {
    if (this.#begin >= 0) {
      const sql = this.#text.slice(this.#begin, this.#end);
      this.#found.push({ sql, line: lineAt(this.#text, this.#begin) });
    }
    this.#begin = -1;
    this.#parentheses = 0;
  }
}

/** The number of the line, from 1, in which a character stands. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Comments nest in PostgreSQL. */
function endOfComment(text: string, at: number): number {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

function endOfDollarQuote(text: string, tag: string, at: number): number {
  const end = text.indexOf(tag, at + tag.length);
  return end < 0 ? text.length : end + tag.length;
}
