const MARK = '<notes>';
const END = '</notes>';
const NOTES_CHARACTERS = 32_000;
const HELD_CHARACTERS = 1000;

/**
 * Parts what a model writes into the text for people and the notes that follow it, `<notes>{…}</notes>`, as it comes,
 * bit by bit. White space at the end, and what may be the beginning of the notes, are held back until more is known.
 */
export class NotesFilter {
  #held = '';
  #notes: string | undefined;

  /** Takes what came, and returns what people may see of it. */
  feed(text: string): string {
    if (this.#notes !== undefined) {
      if (this.#notes.length < NOTES_CHARACTERS) this.#notes += text;
      return '';
    }
    const all = this.#held + text;
    const at = all.indexOf(MARK);
    if (at >= 0) {
      this.#held = '';
      this.#notes = all.slice(at + MARK.length);
      return all.slice(0, at).trimEnd();
    }
    const end = all.length - undecided(all);
    this.#held = all.slice(end);
    return all.slice(0, end);
  }

  /** When no more comes: what was held back without being the beginning of notes. */
  end(): string {
    const rest = this.#held.trimEnd();
    this.#held = '';
    return rest;
  }

  /** What stands between the marks. */
  get notes(): string | undefined {
    return this.#notes?.split(END, 1)[0];
  }
}

/** How many characters at the end say nothing yet. */
function undecided(text: string): number {
  let mark = Math.min(MARK.length - 1, text.length);
  while (!MARK.startsWith(text.slice(text.length - mark))) mark--;
  const seen = text.slice(0, text.length - mark).trimEnd().length;
  return text.length - seen > HELD_CHARACTERS ? 0 : text.length - seen;
}
