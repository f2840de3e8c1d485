import assert from 'node:assert/strict';
import { createNality, timelineFeature, type Nality, type NalityEvent } from '../../src/core/index.ts';
import type { NalityOptions, Timeline } from '../../src/core/index.ts';
import type { BackendOptions } from '../../src/local/backend-options.ts';
import { startFaultProxy, type FaultProxy } from '../../demo/server/fault-proxy.ts';
import { startTestBackend, type Person, type TestBackend } from '../support/backend.ts';
import { nodeEnvironment, type NodeEnvironment } from '../support/node-environment.ts';
import { until } from '../support/until.ts';

/** One person's core, on a line of its own that can be cut. */
export interface Seat {
  readonly core: Nality;
  readonly environment: NodeEnvironment;
  readonly line: FaultProxy;
  readonly events: readonly NalityEvent[];
  readonly end: AbortController;
}

/** People with cores of their own, on the real local backend. */
export interface Family {
  readonly backend: TestBackend;
  sit(person: Person, options?: SeatOptions): Promise<Seat>;
  share(owner: Person, grantee: Person, level: string): Promise<void>;
  /** Two people on the timeline of the first, both live. */
  pair(options?: SeatOptions): Promise<Pair>;
  close(): Promise<void>;
}

/** What a seat has of its own. */
export type SeatOptions = Partial<NalityOptions> & { readonly environment?: NodeEnvironment };

/** Two people on one timeline. */
export interface Pair {
  readonly owner: Person;
  readonly editor: Person;
  readonly left: Seat;
  readonly right: Seat;
  readonly mine: Timeline;
  readonly theirs: Timeline;
}

/** Starts the backend. */
export async function openFamily(options?: BackendOptions): Promise<Family> {
  const backend = await startTestBackend(options);
  const seats: Seat[] = [];
  const sit: Family['sit'] = async (person, { environment = nodeEnvironment(), ...options } = {}) => {
    const line = await startFaultProxy({ target: Number(new URL(backend.url).port) });
    const core = createNality({
      url: line.url,
      key: backend.keys.publishable,
      accessToken: async () => person.accessToken,
      reconnect: { baseMs: 20, maxMs: 100 },
      environment,
      ...options,
    });
    const events: NalityEvent[] = [];
    core.events.subscribe((event) => void events.push(event));
    const seat: Seat = { core, environment, line, events, end: new AbortController() };
    seats.push(seat);
    return seat;
  };
  const share: Family['share'] = async (owner, grantee, level) => {
    const wish = { owner_id: owner.id, grantee_kind: 'user', grantee_id: grantee.id, level };
    const { error } = await owner.client.from('timeline_shares').insert(wish);
    assert.equal(error, null);
  };
  return {
    backend,
    sit,
    share,
    async pair(options) {
      const [owner, editor] = [await backend.createPerson('Marie'), await backend.createPerson('Irène')];
      await share(owner, editor, 'edit');
      const [left, right] = [await sit(owner, options), await sit(editor, options)];
      const mine = left.core.use(timelineFeature, owner.id, left.end.signal);
      const theirs = right.core.use(timelineFeature, owner.id, right.end.signal);
      for (const { phase } of [mine, theirs]) await until(phase, ({ name }) => name === 'live');
      return { owner, editor, left, right, mine, theirs };
    },
    async close() {
      for (const { core, end, line } of seats) {
        end.abort();
        await core.close();
        await line.close();
      }
      await backend.close();
    },
  };
}
