import { CLUB, isInClub, tokenOf } from './people.ts';
import type { Payload } from './peer.ts';
import { Peer } from './peer.ts';
import type { Row, Service } from './services.ts';
import { Tally } from './tally.ts';

const TOPIC = 'realtime:items';
const BINDINGS = [{ event: 'INSERT', schema: 'public', table: 'items' }];

interface Arrival {
  id: number;
  n: number;
  /** In milliseconds, as `performance.now()`. */
  at: number;
}

interface Subscriber {
  person: number;
  peer: Peer;
  arrivals: Arrival[];
}

/** People who listen to the table of items, each over a socket and a channel of their own. */
export class Audience {
  readonly #subscribers: Subscriber[] = [];
  readonly #ready = new Tally('subscriptions');
  readonly #heard = new Tally('deliveries');
  /** A frame that brought a row. */
  sample = '';

  static async gather(
    service: Service,
    people: readonly number[],
    onTrouble: (text: string) => void,
  ): Promise<Audience> {
    const audience = new Audience();
    const ready = audience.#ready.wait(people.length);
    await Promise.all([ready, ...people.map((person) => audience.#add(service, person, onTrouble))]);
    return audience;
  }

  /** How many of them see a row in a room. */
  sizeIn(room: string): number {
    return this.#subscribers.filter(({ person }) => sees(person, room)).length;
  }

  /** Runs `work`, which inserts these rows; resolves when everybody has heard of all of them. */
  async hear(rows: readonly Row[], work: () => Promise<unknown>): Promise<void> {
    const deliveries = rows.reduce((sum, { room }) => sum + this.sizeIn(room), 0);
    await Promise.all([this.#heard.wait(deliveries), work()]);
  }

  /** When it came to each of them, for the newest row of each. */
  latestArrivals(): number[] {
    return this.#subscribers.flatMap(({ arrivals }) => arrivals.at(-1)?.at ?? []);
  }

  /** Throws unless each has received what it may see of these rows, once and in order, and nothing else; forgets it. */
  check(rows: readonly Row[]): void {
    for (const { person, arrivals } of this.#subscribers) {
      const expected = rows.filter(({ room }) => sees(person, room)).map(({ n }) => n);
      checkArrivals(person, arrivals.splice(0), expected);
    }
  }

  disperse(): void {
    for (const { peer } of this.#subscribers) peer.close();
  }

  async #add(service: Service, person: number, onTrouble: (text: string) => void): Promise<void> {
    const peer = await Peer.open(service.socket, onTrouble);
    const subscriber: Subscriber = { person, peer, arrivals: [] };
    this.#subscribers.push(subscriber);
    const payload = { config: { postgres_changes: BINDINGS }, access_token: await tokenOf(person) };
    await peer.join(TOPIC, payload, (event, data, text) => this.#receive(subscriber, event, data, text));
  }

  #receive({ arrivals }: Subscriber, event: string, payload: Payload, text: string): void {
    if (event === 'system') this.#ready.add();
    if (event !== 'postgres_changes') return;
    const { record } = payload['data'] as { record: { id: number; n: number } };
    arrivals.push({ id: record.id, n: record.n, at: performance.now() });
    this.sample = text;
    this.#heard.add();
  }
}

function sees(person: number, room: string): boolean {
  return room !== CLUB || isInClub(person);
}

function checkArrivals(person: number, arrivals: readonly Arrival[], expected: readonly number[]): void {
  const complain = (text: string): never => {
    throw new Error(`Subscriber ${person}, with ${arrivals.length} rows of ${expected.length}: ${text}`);
  };
  const heard = new Set(arrivals.map(({ n }) => n));
  if (heard.size < arrivals.length) complain('a row came twice.');
  if (heard.size !== expected.length) complain('the number is wrong.');
  if (!expected.every((n) => heard.has(n))) complain('a row came that was not for it.');
  if (arrivals.some(({ id }, index) => id < (arrivals[index - 1]?.id ?? 0))) complain('the order is wrong.');
}
