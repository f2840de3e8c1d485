import type { FunctionProcess } from './function-process.ts';

/** Starts the process of a function; the signal ends it. */
export type Start<S> = (source: S, until: AbortSignal) => Promise<FunctionProcess>;

/** Keeps one process for each function, of its newest code. */
export class ProcessPool<S extends { name: string }> {
  readonly #start: Start<S>;
  readonly #closing = new AbortController();
  readonly #current = new Map<string, { stamp: string; process: Promise<FunctionProcess> }>();
  /** Retired ones among them. */
  readonly #all = new Set<Promise<unknown>>();

  constructor(start: Start<S>) {
    this.#start = start;
  }

  /** The process of the function; a new one when the stamp of its code is another than before. */
  get(source: S, stamp: string): Promise<FunctionProcess> {
    const known = this.#current.get(source.name);
    if (known?.stamp === stamp) return known.process;
    if (known) this.retire(source.name, known.process);
    const process = this.#start(source, this.#closing.signal);
    this.#current.set(source.name, { stamp, process });
    this.#follow(source.name, process);
    return process;
  }

  /** Lets the function's process end in peace, unless another one has taken its place; the next call starts another. */
  retire(name: string, process: Promise<FunctionProcess>): void {
    if (this.#current.get(name)?.process !== process) return;
    this.#current.delete(name);
    process.then(
      (running) => running.retire(),
      () => undefined,
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#all);
  }

  #follow(name: string, process: Promise<FunctionProcess>): void {
    const end = process
      .then(({ ended }) => ended)
      .catch(() => undefined)
      .finally(() => {
        this.#all.delete(end);
        if (this.#current.get(name)?.process === process) this.#current.delete(name);
      });
    this.#all.add(end);
  }
}
