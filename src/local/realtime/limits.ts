/** What one project may use. Beyond each the server answers as Supabase does. */
export interface RealtimeLimits {
  /** Sockets at the same time. */
  connections: number;
  channelsPerSocket: number;
  /** Averages over a minute, brought up to date every five seconds. */
  joinsPerSecond: number;
  eventsPerSecond: number;
  presenceEventsPerSecond: number;
  /** Calls of track and untrack for one channel of one client … */
  presenceCalls: number;
  /** … in so many milliseconds. */
  presenceWindow: number;
  /** Size of one broadcast or presence payload, in units of 1,000 bytes. */
  payloadKilobytes: number;
  /** Size of one changed row's record in bytes; a larger one loses its long values. */
  recordBytes: number;
  /** Size of one frame in bytes; a larger one ends the connection. */
  frameBytes: number;
  /** A socket from which nothing comes for so many milliseconds is closed. */
  silence: number;
}

/** The defaults of a self-hosted Supabase Realtime (server version 2.129). */
export const DEFAULT_LIMITS: RealtimeLimits = {
  connections: 200,
  channelsPerSocket: 100,
  joinsPerSecond: 100,
  eventsPerSecond: 100,
  presenceEventsPerSecond: 1000,
  presenceCalls: 5,
  presenceWindow: 30_000,
  payloadKilobytes: 3000,
  recordBytes: 1_048_576,
  frameBytes: 5_000_000,
  silence: 60_000,
};

/** How long the server lets its clients wait, in milliseconds. */
export interface RealtimePauses {
  /** Before a refused connection is answered (`CONNECT_ERROR_BACKOFF_MS`). */
  connectError: number;
  /** Before a refused join is answered (`CHANNEL_ERROR_BACKOFF_MS`). */
  channelError: number;
  /** Between a new token and the renewed subscription to changes: at least, and so much more at random. */
  resubscribe: number;
  resubscribeSpread: number;
  /** Before a subscription to changes that failed without the client's fault is tried again. */
  retry: number;
  /** Between the return of a lost database and the first change of which clients hear. */
  recovery: number;
  /** Between two looks at the publication's tables. */
  publication: number;
  /** Between two looks for sockets without a channel. */
  idleSockets: number;
}

/** The pauses of the real server. */
export const DEFAULT_PAUSES: RealtimePauses = {
  connectError: 2000,
  channelError: 5000,
  resubscribe: 1000,
  resubscribeSpread: 2000,
  retry: 5000,
  recovery: 5000,
  publication: 60_000,
  idleSockets: 600_000,
};

const TICK = 5000;
const TICKS_PER_MINUTE = 12;

/** Counts events and says whether their average over the last minute is above a limit. */
export class RateCounter {
  /** The limit. */
  readonly perSecond: number;
  readonly #now: () => number;
  readonly #start: number;
  #tick = 0;
  #current = 0;
  #ticks: number[] = [];

  constructor(perSecond: number, now: () => number = Date.now) {
    this.perSecond = perSecond;
    this.#now = now;
    this.#start = now();
  }

  add(events = 1): void {
    this.#advance();
    this.#current += events;
  }

  /** Events per second over the last minute; of complete ticks only, so that a short burst passes. */
  get average(): number {
    this.#advance();
    const events = this.#ticks.reduce((sum, count) => sum + count, 0);
    return events / (TICKS_PER_MINUTE * (TICK / 1000));
  }

  get exceeded(): boolean {
    return this.average > this.perSecond;
  }

  #advance(): void {
    const tick = Math.floor((this.#now() - this.#start) / TICK);
    if (tick === this.#tick) return;
    const silent = Math.min(tick - this.#tick - 1, TICKS_PER_MINUTE);
    const passed = [this.#current, ...Array<number>(silent).fill(0)];
    this.#ticks = [...this.#ticks, ...passed].slice(-TICKS_PER_MINUTE);
    this.#tick = tick;
    this.#current = 0;
  }
}

/** Allows so many calls in a window of time that begins with the first of them. */
export class CallWindow {
  readonly #calls: number;
  readonly #length: number;
  readonly #now: () => number;
  #end = 0;
  #used = 0;

  constructor(calls: number, length: number, now: () => number = Date.now) {
    this.#calls = calls;
    this.#length = length;
    this.#now = now;
  }

  /** Whether no call is left. */
  get exhausted(): boolean {
    return this.#now() < this.#end && this.#used >= this.#calls;
  }

  /** Takes one call. */
  take(): void {
    if (this.#now() >= this.#end) {
      this.#end = this.#now() + this.#length;
      this.#used = 0;
    }
    this.#used += 1;
  }
}
