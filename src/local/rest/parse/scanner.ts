import { parseError } from '../errors.ts';

/**
 * Reads the small languages of the query string from left to right, and remembers what it could have
 * read at the furthest place that it came to: that is what an error tells.
 */
export class Scanner {
  readonly #what: string;
  readonly #text: string;
  readonly #shown: string;
  #at = 0;
  #furthest = 0;
  #expected: string[] = [];

  /** `what` names the language in errors: `select parameter`, `logic tree`…; `shown` the text, where it differs. */
  constructor(what: string, text: string, shown = text) {
    this.#what = what;
    this.#text = text;
    this.#shown = shown;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** What has not been read yet. */
  get rest(): string {
    return this.#text.slice(this.#at);
  }

  peek(expected: string): boolean {
    return this.#text.startsWith(expected, this.#at);
  }

  /** Steps over `expected` if it comes next, and says whether it did. */
  eat(expected: string, label = JSON.stringify(expected)): boolean {
    const found = this.peek(expected);
    if (found) this.#at += expected.length;
    else this.#miss(label);
    return found;
  }

  expect(expected: string, label?: string): void {
    if (!this.eat(expected, label)) this.fail();
  }

  /** Takes what the pattern matches here, if anything. */
  take(pattern: RegExp, label: string): string | undefined {
    const match = this.#match(pattern);
    if (!match) this.#miss(label);
    return match;
  }

  /** Takes what the pattern matches here, which may be nothing. */
  takeAny(pattern: RegExp): string {
    return this.#match(pattern) ?? '';
  }

  /** Tries to read; what fails or answers undefined leaves the place as it was. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.#at;
    try {
      const found = read();
      if (found === undefined) this.#at = start;
      return found;
    } catch (error) {
      this.#at = start;
      if (error instanceof Missed) return undefined;
      throw error;
    }
  }

  /** Reads something that errors name as a whole where not even its beginning was there. */
  labelled<T>(label: string, read: () => T | undefined): T | undefined {
    const start = this.#at;
    const before = this.#furthest === start ? this.#expected : [];
    const found = this.attempt(read);
    if (found === undefined && this.#furthest === start) this.#expected = [...before, label];
    return found;
  }

  /** Ends the reading: nothing may be left. */
  end(): void {
    if (!this.done) this.#miss('end of input');
    if (!this.done) this.fail();
  }

  fail(): never {
    throw new Missed();
  }

  /** Runs a whole reading. @throws {RestError} PGRST100 */
  read<T>(read: () => T): T {
    try {
      const found = read();
      this.end();
      return found;
    } catch (error) {
      if (!(error instanceof Missed)) throw error;
      throw parseError(this.#what, this.#shown, this.#furthest + 1, this.#complaint());
    }
  }

  #match(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern, `${pattern.flags}y`);
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (!match || match[0] === '') return undefined;
    this.#at = sticky.lastIndex;
    return match[0];
  }

  #miss(label: string): void {
    if (this.#at > this.#furthest) {
      this.#furthest = this.#at;
      this.#expected = [];
    }
    if (this.#at === this.#furthest && !this.#expected.includes(label)) this.#expected.push(label);
  }

  #complaint(): string {
    const next = this.#text.slice(this.#furthest, this.#furthest + 1);
    const labels = [...new Set(this.#expected)];
    const last = labels.pop();
    const expected = labels.length > 0 ? `${labels.join(', ')} or ${last}` : last;
    return `unexpected ${next ? JSON.stringify(next) : 'end of input'}${expected ? ` expecting ${expected}` : ''}`;
  }
}

/** A reading has come to something that it cannot read. */
class Missed extends Error {}
