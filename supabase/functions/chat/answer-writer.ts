import { wellFormed } from '../_shared/text.ts';

/** A piece of the answer; `offset` is where it belongs, in UTF-16 units. */
export interface Delta {
  offset: number;
  text: string;
}

/** What becomes of the answer when no more comes. */
export interface Ending {
  status: 'final' | 'interrupted';
  metadata: Readonly<Record<string, unknown>>;
}

/** What the writer needs of the world. */
export interface WriterPort<Row> {
  /** Sends the piece to whoever listens; rejects when it could not be sent. */
  tell(delta: Delta): Promise<void>;
  /** Saves the whole text, at the end with what becomes of it; undefined when the answer is no longer the writer's. */
  save(content: string, ending?: Ending): Promise<Row | undefined>;
  /** Whether the answer still is the writer's. */
  holds(): Promise<boolean>;
  /** Saves the whole text of an answer that was stopped; undefined when it was not. */
  keep(content: string): Promise<Row | undefined>;
  /** Is given the first failure: what goes on after it is the same. */
  note(failure: unknown): void;
  delay(milliseconds: number): Promise<void>;
}

/** The database takes as many characters. */
export const MOST_CHARACTERS = 20_000;
const TELL_MS = 100;
/** With the way to the database a second, after which a stop has been noticed. */
const SAVE_MS = 900;
/** After so many times without a change the row is saved all the same: others see that the writer lives. */
const HEARTBEAT = 10;
const LAST_TRIES = 3;

/**
 * Writes an answer: the text as it grows goes to whoever listens, at most ten times a second, and every second into
 * its row. What could not be sent goes with the next piece, so that all pieces join to the text.
 */
export class AnswerWriter<Row> {
  readonly #port: WriterPort<Row>;
  readonly #lost = new AbortController();
  readonly #telling: Promise<void>;
  #text: string;
  #told: number;
  #saved: number;
  /** The first half of a surrogate pair that came in two pieces. */
  #half = '';
  #ended = false;
  #noted = false;
  #saving: Promise<unknown> = Promise.resolve();

  /** `before` is what is there already: an answer that goes on. */
  constructor(port: WriterPort<Row>, before: string) {
    this.#port = port;
    this.#text = before;
    this.#told = this.#saved = before.length;
    this.#telling = this.#tellAll();
    void this.#saveAll();
  }

  /** Aborted when the answer was stopped, or is somebody else's to write. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether the answer is as long as it may be. */
  get full(): boolean {
    return this.#text.length >= MOST_CHARACTERS - 1; // a last pair may not fit
  }

  get empty(): boolean {
    return !/\S/.test(this.#text);
  }

  /** Adds to the answer; false when no more is wanted. */
  write(text: string): boolean {
    const all = (this.#half + text).replaceAll('\0', '');
    this.#half = /[\ud800-\udbff]$/.exec(all)?.[0] ?? '';
    this.#add(all.slice(0, all.length - this.#half.length));
    return !this.full && !this.signal.aborted;
  }

  /** Somebody stopped the answer: its row says so already. */
  stop(): void {
    this.#lost.abort();
  }

  /** Sends and saves the rest; the row as it is then, or undefined when the answer has gone on elsewhere. */
  async finish(ending: Ending): Promise<Row | undefined> {
    this.#add(this.#half);
    this.#ended = true;
    await this.#telling;
    await this.#saving;
    const row = this.signal.aborted ? undefined : await this.#saveAtLast(ending);
    return row ?? this.#port.keep(this.#text);
  }

  #add(text: string): void {
    const room = MOST_CHARACTERS - this.#text.length;
    this.#text += wellFormed(text)
      .slice(0, room)
      .replace(/\p{Cs}$/u, '');
  }

  async #tellAll(): Promise<void> {
    for (let failures = 0; !this.signal.aborted && failures < LAST_TRIES;) {
      if (this.#told < this.#text.length) failures = (await this.#tell()) || !this.#ended ? 0 : failures + 1;
      else if (this.#ended) return;
      await this.#port.delay(TELL_MS);
    }
  }

  async #tell(): Promise<boolean> {
    const offset = this.#told;
    const text = this.#text.slice(offset);
    try {
      await this.#port.tell({ offset, text });
      this.#told = offset + text.length;
      return true;
    } catch (error) {
      this.#note(error);
      return false;
    }
  }

  async #saveAll(): Promise<void> {
    for (let idle = 0; ;) {
      await this.#port.delay(SAVE_MS);
      if (this.#ended || this.signal.aborted) return;
      idle = this.#saved === this.#text.length ? idle + 1 : 0;
      this.#saving = idle % HEARTBEAT === 0 ? this.#save() : this.#check();
      await this.#saving;
    }
  }

  #save(): Promise<void> {
    const text = this.#text;
    return this.#guard(async () => {
      const row = await this.#port.save(text);
      if (row) this.#saved = text.length;
      return row !== undefined;
    });
  }

  #check(): Promise<void> {
    return this.#guard(() => this.#port.holds());
  }

  /** A database that does not answer now may do so in a second. */
  async #guard(holds: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await holds())) this.#lost.abort();
    } catch (error) {
      this.#note(error);
    }
  }

  #note(failure: unknown): void {
    if (!this.#noted) this.#port.note(failure);
    this.#noted = true;
  }

  async #saveAtLast(ending: Ending): Promise<Row | undefined> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.#port.save(this.#text, ending);
      } catch (error) {
        if (failures > LAST_TRIES) throw error;
        await this.#port.delay(500 * 2 ** failures);
      }
    }
  }
}
