import { later, type After } from '../../shared/later.ts';

/** So long after the last key what was typed is handed on, in milliseconds. */
const PAUSE_MS = 600;

/** Hands what is typed about files on, once the typing pauses or the file is gone from where it was typed. */
export class TypedWords {
  private readonly typed = new Map<string, { words: string; cancel: () => void }>();

  constructor(
    private readonly hand: (id: string, words: string) => void,
    private readonly after: After = later,
  ) {}

  /** Takes what is typed. */
  type(id: string, words: string): void {
    this.typed.get(id)?.cancel();
    this.typed.set(id, { words, cancel: this.after(PAUSE_MS, () => this.flush(id)) });
  }

  /** Hands on what is typed for a file, or for all, now. */
  flush(id?: string): void {
    for (const [one, { words, cancel }] of [...this.typed]) {
      if (id !== undefined && id !== one) continue;
      cancel();
      this.typed.delete(one);
      this.hand(one, words);
    }
  }
}
