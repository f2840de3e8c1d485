import assert from 'node:assert/strict';
import { SignJWT } from 'jose';
import { startFaultProxy, type FaultProxy } from '../../../../demo/server/fault-proxy.ts';
import { createNality, type Nality, type NalityOptions } from '../../../../src/core/nality.ts';
import type { NalityEvent } from '../../../../src/core/host-events.ts';
import type { BackendOptions } from '../../../../src/local/backend-options.ts';
import { startTestBackend, type Person, type TestBackend } from '../../../support/backend.ts';
import { eventually } from '../../../support/eventually.ts';
import { nodeEnvironment, type NodeEnvironment } from '../../../support/node-environment.ts';
import { recordSockets, type RecordedSockets } from '../../../support/recorded-sockets.ts';

/** A core at the real backend, behind a stretch of network of its own. */
export interface Seat {
  readonly core: Nality;
  readonly environment: NodeEnvironment;
  readonly proxy: FaultProxy;
  /** The key of the project. */
  readonly key: string;
  readonly events: readonly NalityEvent[];
  /** The requests by HTTP that it has made. */
  readonly requests: readonly string[];
  /** Waits until every request by HTTP has been answered, and no other has followed for a moment. */
  quiet(): Promise<void>;
  readonly end: AbortController;
}

/** The real backend, and cores of the real client at it. */
export interface Desk extends TestBackend {
  readonly sockets: RecordedSockets;
  /** Seats somebody; nobody for `undefined`. */
  sit(person: Person | undefined, options?: Partial<NalityOptions>): Promise<Seat>;
  /** A token of that person that is valid for so many seconds. */
  tokenFor(person: Person, seconds: number): Promise<string>;
  share(owner: Person, grantee: Person, level: string): Promise<void>;
  /** Writes an event past all cores, as another client would. */
  write(owner: Person, title: string): Promise<string>;
}

/** Faster than in real life, so that a lost line comes back within a test. */
export const QUICK = { reconnect: { baseMs: 50, maxMs: 500 } } as const;

/** After so long without a request nothing more comes of what was done before, milliseconds. */
const QUIET_MS = 200;

export async function openDesk(options: BackendOptions = {}): Promise<Desk> {
  const sockets = recordSockets();
  const backend = await startTestBackend({ seed: false, ...options });
  const seats: Seat[] = [];
  const secret = new TextEncoder().encode(backend.keys.jwtSecret);

  return {
    ...backend,
    sockets,
    async sit(person, choices = {}) {
      const environment = nodeEnvironment();
      const requests: string[] = [];
      const proxy = await startFaultProxy({ target: backend.backend.port });
      const events: NalityEvent[] = [];
      let underWay = 0;
      let lastAt = Date.now();
      const quiet = (): Promise<void> =>
        eventually('no request is under way', () => underWay === 0 && Date.now() > lastAt + QUIET_MS);
      const core = createNality({
        url: proxy.url,
        key: backend.keys.publishable,
        accessToken: async () => person?.accessToken ?? null,
        ...QUICK,
        ...choices,
        environment: {
          ...environment,
          fetch: (input, init) => {
            requests.push(String(input));
            underWay += 1;
            return environment.fetch(input, init).finally(() => {
              underWay -= 1;
              lastAt = Date.now();
            });
          },
          ...choices.environment,
        },
      });
      core.events.subscribe((event) => events.push(event));
      const seat = {
        core,
        environment,
        proxy,
        key: backend.keys.publishable,
        events,
        requests,
        quiet,
        end: new AbortController(),
      };
      seats.push(seat);
      return seat;
    },
    tokenFor: (person, seconds) =>
      new SignJWT({ role: 'authenticated', sub: person.id, serial: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(secret),
    async share(owner, grantee, level) {
      const share = { owner_id: owner.id, grantee_kind: 'user', grantee_id: grantee.id, level };
      const { error } = await backend.admin
        .from('timeline_shares')
        .insert({ ...share, created_by: owner.id });
      assert.equal(error, null);
    },
    async write(owner, title) {
      const { data, error } = await owner.client
        .from('life_events')
        .insert({ user_id: owner.id, title, start_date: '1898-12-26' })
        .select('id')
        .single();
      assert.equal(error, null);
      return data!.id as string;
    },
    async close() {
      await Promise.all(seats.map(({ core }) => core.close()));
      await Promise.all(seats.map(({ proxy }) => proxy.close()));
      await backend.close();
      sockets.restore();
    },
  };
}
