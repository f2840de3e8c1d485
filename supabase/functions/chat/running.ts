/** An answer that this process is writing. */
interface Running {
  stop(): void;
  done: Promise<unknown>;
}

const running = new Map<string, Running>();

/** Notes what is being written here until it is done. */
export function register(id: string, work: Running): void {
  running.set(id, work);
  const forget = () => {
    if (running.get(id) === work) running.delete(id);
  };
  work.done.then(forget, forget);
}

/** Ends it at once if it is written here, and waits until all of it is saved; elsewhere the row's status is noticed. */
export async function stopHere(id: string): Promise<void> {
  const work = running.get(id);
  work?.stop();
  await work?.done.catch(() => undefined);
}
