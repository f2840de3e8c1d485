/** Nothing has come for so long: nothing more will, in milliseconds. */
const PATIENCE = 30_000;

/** Counts what comes, from anywhere, and says when all of it is there. */
export class Tally {
  readonly #what: string;
  #count = 0;
  #moved = 0;

  #goal: { count: number; reached: () => void } | undefined;

  /** `what` is counted, as an error should name it. */
  constructor(what: string) {
    this.#what = what;
  }

  get count(): number {
    return this.#count;
  }

  add(): void {
    this.#count += 1;
    this.#moved = performance.now();
    if (this.#goal && this.#count >= this.#goal.count) this.#goal.reached();
  }

  /** Resolves when `more` have come since now; rejects when nothing comes any more. One wait at a time. */
  async wait(more: number): Promise<void> {
    const count = this.#count + more;
    if (more === 0) return;
    this.#moved = performance.now();
    const start = this.#count;
    let watch: NodeJS.Timeout | undefined;
    const reached = new Promise<void>((resolve) => (this.#goal = { count, reached: resolve }));
    const stuck = new Promise<never>((_, reject) => {
      watch = setInterval(() => {
        if (performance.now() - this.#moved < PATIENCE) return;
        reject(new Error(`Of ${more} ${this.#what} only ${this.#count - start} have come.`));
      }, 1000);
    });
    await Promise.race([reached, stuck]).finally(() => clearInterval(watch));
    this.#goal = undefined;
  }
}
