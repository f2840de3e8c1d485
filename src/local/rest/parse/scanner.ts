import { parseError } from '../errors.ts';

/** Reads the small languages of the query string from left to right. */
export class Scanner {
  readonly #what: string;
  readonly #text: string;
  #at = 0;

  /** `what` names the language in errors: `select parameter`, `logic tree`… */
  constructor(what: string, text: string) {
    this.#what = what;
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  peek(expected: string): boolean {
    return this.#text.startsWith(expected, this.#at);
  }

  /** Steps over `expected` if it comes next, and says whether it did. */
  eat(expected: string): boolean {
    const found = this.peek(expected);
    if (found) this.#at += expected.length;
    return found;
  }

  expect(expected: string): void {
    if (!this.eat(expected)) this.fail();
  }

  /** Takes what the pattern matches here, if anything. */
  take(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (!match || match[0] === '') return undefined;
    this.#at = sticky.lastIndex;
    return match[0];
  }

  /** A name as it stands, or in double quotes where it holds special characters. */
  name(): string {
    const quoted = this.quoted();
    if (quoted !== undefined) return quoted;
    return this.take(/(?:(?!->|::)[^,():!."{}])+/)?.trim() ?? this.fail();
  }

  /** A text in double quotes, unescaped. */
  quoted(): string | undefined {
    return this.take(/"(?:[^"\\]|\\[^])*"/)
      ?.slice(1, -1)
      .replace(/\\([^])/g, '$1');
  }

  fail(): never {
    throw parseError(this.#what, this.#text);
  }
}
