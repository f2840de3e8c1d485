import { personId, PEOPLE, tokenOf } from './people.ts';
import type { Payload } from './peer.ts';
import { Peer } from './peer.ts';

const CHANNELS = 5;

/** What a person's channels ask for besides broadcasts: the first is for presence, the second for changes. */
const PRESENT = 0;
const LISTENING = 1;

export interface Membership {
  person: number;
  peer: Peer;
  topic: string;
}

/** Is told what comes on a person's channels. */
export type CrowdListener = (person: number, event: string, payload: Payload) => void;

/** 200 people with 1,000 channels among them. */
export class Crowd {
  readonly #peers: readonly Peer[];

  private constructor(peers: readonly Peer[]) {
    this.#peers = peers;
  }

  static async gather(socket: string, onTrouble: (text: string) => void): Promise<Crowd> {
    const opening = Array.from({ length: PEOPLE }, () => Peer.open(socket, onTrouble));
    return new Crowd(await Promise.all(opening));
  }

  /** Everybody joins all of their channels at once. Resolves with the joins per second until the last answer. */
  async join(listener: CrowdListener): Promise<number> {
    const tokens = await Promise.all(this.#peers.map((_, person) => tokenOf(person)));
    const memberships = this.memberships();
    const start = performance.now();
    await Promise.all(
      memberships.map(({ person, peer, topic, channel }) => {
        const payload = { config: configOf(person, channel), access_token: tokens[person] };
        return peer.join(topic, payload, (event, data) => listener(person, event, data));
      }),
    );
    return (memberships.length / (performance.now() - start)) * 1000;
  }

  /** Channel by channel: a topic that all people share, two with a half each, four with a quarter each … */
  memberships(): (Membership & { channel: number })[] {
    const channels = Array.from({ length: CHANNELS }, (_, channel) => channel);
    return channels.flatMap((channel) =>
      this.#peers.map((peer, person) => {
        const topic = `realtime:room-${channel}-${person % 2 ** channel}`;
        return { person, peer, topic, channel };
      }),
    );
  }

  async appear(): Promise<void> {
    const present = this.memberships().filter(({ channel }) => channel === PRESENT);
    const payload = { type: 'presence', event: 'track', payload: { status: 'online' } };
    await Promise.all(present.map(({ peer, topic }) => peer.ask(topic, 'presence', payload)));
  }

  async heartbeat(): Promise<void> {
    await Promise.all(this.#peers.map((peer) => peer.ask('phoenix', 'heartbeat', {})));
  }

  disperse(): void {
    for (const peer of this.#peers) peer.close();
  }
}

function configOf(person: number, channel: number): Payload {
  const binding = { event: 'INSERT', schema: 'public', table: 'items' };
  return {
    presence: { enabled: channel === PRESENT, key: personId(person) },
    postgres_changes: channel === LISTENING ? [binding] : [],
  };
}
