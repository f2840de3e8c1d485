const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What is not at an end after so many milliseconds is left to the system: the data is safe at any moment. */
const GRACE = 2000;

/** An interrupt that comes within so many milliseconds is the same one again, handed on by npm. */
const ECHO = 300;

/** The exit code by which a shell knows that an interrupt ended a command. */
const INTERRUPTED = 130;

/** At the first signal asks for the end, at the next one ends the process at once. */
export function stopOnSignals(end: () => void): void {
  let since: number | undefined;
  const stop = (): void => {
    if (since !== undefined) return void (Date.now() - since > ECHO && process.exit(INTERRUPTED));
    since = Date.now();
    setTimeout(() => process.exit(), GRACE).unref();
    end();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  process.stdout.on('error', () => undefined); // of a terminal that has been closed
  process.stderr.on('error', () => undefined);
}
