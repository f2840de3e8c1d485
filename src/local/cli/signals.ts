const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What is not at an end after so many milliseconds is left to the system: the data is safe at any moment. */
const GRACE = 2000;

/** An interrupt that comes within so many milliseconds is the same one again, handed on by npm. */
const ECHO = 300;

/** The exit code by which a shell knows that an interrupt ended a command. */
const INTERRUPTED = 130;

/** At the first signal ends the process in order, with `end` and exit code 0; at the next one, at once. */
export function stopOnSignals(end: () => Promise<void>): void {
  let since: number | undefined;
  const stop = (): void => {
    if (since !== undefined) return void (Date.now() - since > ECHO && process.exit(INTERRUPTED));
    since = Date.now();
    setTimeout(() => process.exit(0), GRACE).unref();
    void end()
      .catch(() => undefined)
      .then(() => process.exit());
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  process.stdout.on('error', () => undefined); // of a terminal that has been closed
  process.stderr.on('error', () => undefined);
}
