import { setTimeout as sleep } from 'node:timers/promises';
import type { Heard } from './compare.ts';
import { Party } from './party.ts';
import type { Action, Script } from './script.ts';
import { HTTP, answerEvent } from './script.ts';
import type { Tokens } from './tokens.ts';

/** The server to which the conversation is held. */
export interface Stage {
  /** Where it listens on this machine. */
  port: number;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Ends the server's connections to its database. */
  restartDatabase(): Promise<void>;
  /** Runs SQL as the project's owner. */
  sql(text: string, params: readonly unknown[]): Promise<void>;
}

export interface ReplayOptions {
  tokens: Tokens;
  /** The conversation's pauses are divided by this. */
  pace: number;
  /** How long something that was heard in the recording may keep us waiting, in milliseconds. */
  patience: number;
}

/** What was heard, and the broadcasts that were counted instead. */
export interface Result {
  heard: Heard[];
  counted: number;
  /** How late the replay was at its latest, in milliseconds. */
  lag: number;
}

/** Pauses are not made shorter than this, in milliseconds: so long has silence to be to count as an answer. */
const SHORTEST = 400;
/** Steps that are nearer to each other than this, in milliseconds, were one. */
const AT_ONCE = 3;
/** What comes so long after the end, in milliseconds, was one message too many. */
const AFTERMATH = 500;

/** Holds a recorded conversation anew, as fast as it was held then or faster, and answers what was heard. */
export async function replay(script: Script, stage: Stage, options: ReplayOptions): Promise<Result> {
  const conversation = new Conversation(script, stage, options);
  try {
    await conversation.run();
    return conversation.result();
  } finally {
    conversation.end();
  }
}

class Conversation {
  readonly #script: Script;
  readonly #stage: Stage;
  readonly #options: ReplayOptions;
  readonly #parties = new Map<string, Party[]>();
  readonly #answers: string[] = [];
  readonly #expected = new Map<string, string[]>();
  /** How much of what was expected did not come in time: nobody waits for it twice. */
  readonly #given = new Map<string, number>();
  #pending: Promise<unknown> = Promise.resolve();
  #lag = 0;

  constructor(script: Script, stage: Stage, options: ReplayOptions) {
    this.#script = script;
    this.#stage = stage;
    this.#options = options;
  }

  async run(): Promise<void> {
    const { steps } = this.#script;
    const begin = performance.now();
    let last = { t: steps[0]?.t ?? 0, at: begin };
    let planned = begin;
    for (const step of steps) {
      if ('party' in step) {
        this.#expect(step.party, step.event);
        continue;
      }
      await this.#caughtUp();
      const pause = this.#pause(step.t - last.t);
      planned += pause;
      // Who is late makes up for it, but for the shortest pause.
      const due = Math.max(planned, last.at + Math.min(pause, SHORTEST));
      if (pause >= AT_ONCE) await sleep(Math.max(0, due - performance.now())); // else nothing is heard between
      last = { t: step.t, at: performance.now() };
      this.#lag = Math.max(this.#lag, last.at - planned);
      await this.#perform(step.action);
    }
    await this.#pending;
    await this.#caughtUp();
    await this.#flooded();
    await sleep(AFTERMATH);
  }

  result(): Result {
    const heard = [...this.#expected.keys(), ...this.#parties.keys()];
    return {
      heard: [...new Set(heard)].map((party) => ({
        party,
        expected: this.#expected.get(party) ?? [],
        actual: this.#eventsOf(party),
      })),
      counted: this.#counted(),
      lag: this.#lag,
    };
  }

  end(): void {
    for (const party of [...this.#parties.values()].flat()) party.drop();
  }

  #expect(party: string, event: string): void {
    const events = this.#expected.get(party);
    if (events) events.push(event);
    else this.#expected.set(party, [event]);
  }

  #eventsOf(party: string): string[] {
    if (party === HTTP) return this.#answers;
    return (this.#parties.get(party) ?? []).flatMap(({ events }) => events);
  }

  #pause(recorded: number): number {
    return recorded <= SHORTEST ? recorded : Math.max(SHORTEST, recorded / this.#options.pace);
  }

  /** Waits until as much was heard as in the recording, but not for ever. */
  async #caughtUp(): Promise<void> {
    const deadline = performance.now() + this.#options.patience;
    while (this.#lagging().length > 0) {
      if (performance.now() > deadline) return this.#giveUp();
      await sleep(5);
    }
  }

  /** Waits until all of a flood has come, where all of it came in the recording. */
  async #flooded(): Promise<void> {
    const { sent, received } = this.#script.elision ?? { sent: 0, received: 0 };
    const deadline = performance.now() + this.#options.patience;
    while (sent === received && this.#counted() < received && performance.now() < deadline) await sleep(5);
  }

  #counted(): number {
    return this.#parties.get(this.#script.elision?.receiver ?? '')?.[0]?.counted ?? 0;
  }

  #lagging(): string[] {
    return [...this.#expected.keys()].filter(
      (party) =>
        !this.#hasEnded(party) &&
        this.#eventsOf(party).length + (this.#given.get(party) ?? 0) <
          (this.#expected.get(party)?.length ?? 0),
    );
  }

  /** After the end of a socket nothing comes, also not what was said just before. */
  #hasEnded(party: string): boolean {
    return /^close \d/.test(this.#eventsOf(party).at(-1) ?? '');
  }

  #giveUp(): void {
    for (const party of this.#lagging()) {
      this.#given.set(party, (this.#expected.get(party)?.length ?? 0) - this.#eventsOf(party).length);
    }
  }

  async #perform(action: Action): Promise<void> {
    switch (action.do) {
      case 'connect':
        return this.#connect(action);
      case 'send':
        return this.#send(action.client, action.data);
      case 'close':
        return this.#last(action.client)?.close();
      case 'terminate':
        return this.#last(action.client)?.terminate();
      case 'drop':
        return this.#last(action.client)?.drop();
      case 'request':
        return this.#request(action);
      case 'sql':
        return this.#stage.sql(action.sql, action.params);
      case 'flood':
        this.#pending = this.#last(action.client)?.flood(action.count, action.milliseconds) ?? this.#pending;
        return;
      case 'stop server':
        this.#pending = this.#stage.stopServer();
        return;
      case 'start server':
        return this.#pending.then(() => this.#stage.startServer());
      case 'restart database':
        return this.#stage.restartDatabase();
    }
  }

  #connect({ client, url, headers }: Action & { do: 'connect' }): void {
    const { tokens } = this.#options;
    const address = url.replace(/^ws:\/\/[^/]+/, `ws://127.0.0.1:${this.#stage.port}`);
    const party = new Party(
      tokens.renew(address),
      this.#renewed(headers),
      client === this.#script.elision?.receiver,
    );
    this.#parties.set(client, [...(this.#parties.get(client) ?? []), party]);
  }

  async #send(client: string, data: string | Buffer): Promise<void> {
    await this.#last(client)?.send(typeof data === 'string' ? this.#options.tokens.renew(data) : data);
  }

  async #request({ method, path, headers, body }: Action & { do: 'request' }): Promise<void> {
    const { tokens } = this.#options;
    const response = await fetch(`http://127.0.0.1:${this.#stage.port}${tokens.renew(path)}`, {
      method,
      headers: this.#renewed(headers),
      body: typeof body === 'object' ? new Uint8Array(body) : body,
    });
    const answered = this.#script.hasHeaders ? Object.fromEntries(response.headers) : undefined;
    this.#answers.push(answerEvent(response.status, answered, await response.text()));
  }

  #renewed(headers: Record<string, string>): Record<string, string> {
    const entries = Object.entries(headers).map(([name, value]) => [name, this.#options.tokens.renew(value)]);
    return Object.fromEntries(entries) as Record<string, string>;
  }

  #last(client: string): Party | undefined {
    return this.#parties.get(client)?.at(-1);
  }
}
