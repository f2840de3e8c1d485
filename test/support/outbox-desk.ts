import { createOutbox, type Outbox, type OutboxEvent } from '../../src/core/sync/outbox.ts';
import type { ConflictPolicy } from '../../src/core/sync/conflict.ts';
import type { Operation } from '../../src/core/sync/rows.ts';
import { fakeEnvironment, settle, type FakeEnvironment } from './fake-environment.ts';
import { fakeRemote, type FakeRemote } from './fake-remote.ts';
import { NEVER } from './never.ts';

/** An outbox with a server in memory and a clock that stands still. */
export interface Desk {
  outbox: Outbox;
  remote: FakeRemote;
  environment: FakeEnvironment;
  events: OutboxEvent[];
  close: () => void;
}

const NAMESPACE = 'nality:test:marie';

interface DeskOptions {
  remote?: FakeRemote;
  environment?: FakeEnvironment;
  policy?: ConflictPolicy;
  isMine?: () => Promise<boolean>;
  maxQueued?: number;
}

export function desk({
  remote = fakeRemote(),
  environment = fakeEnvironment(),
  policy,
  isMine,
  maxQueued,
}: DeskOptions = {}): Desk {
  const end = new AbortController();
  const events: OutboxEvent[] = [];
  const outbox = createOutbox({
    remote,
    environment,
    records: environment.openStore(NAMESPACE, NEVER),
    namespace: Promise.resolve(NAMESPACE),
    person: Promise.resolve('marie'),
    isMine: isMine ?? (async () => true),
    policyOf: () => policy ?? { strategy: 'server_wins' },
    maxQueued,
    until: end.signal,
  });
  outbox.events.subscribe((event) => events.push(event));
  return { outbox, remote, environment, events, close: () => end.abort() };
}

/** Two tabs of one person, and the server. */
export async function tabs(options: DeskOptions = {}) {
  const remote = fakeRemote();
  const one = desk({ ...options, remote });
  const other = desk({ ...options, remote, environment: one.environment.anotherTab() });
  await settle();
  return { remote, one, other };
}

/** What the row `a` of the server says. */
export function textOf(remote: FakeRemote): { text?: string; place?: string } {
  const { text, place } = remote.rows.get('a') as unknown as Record<string, string>;
  return { ...(text !== undefined && { text }), ...(place !== undefined && { place }) };
}

let count = 0;
/** A write as a collection makes it. */
export function operation(given: Partial<Operation> & Pick<Operation, 'type' | 'rowId'>): Operation {
  count += 1;
  const values = given.values ?? {};
  return {
    id: `op${count}`,
    table: 'notes',
    scope: 's',
    baseRev: null,
    base: {},
    at: count,
    v: 1,
    seq: count,
    attempted: false,
    attempts: 0,
    state: 'queued',
    ...given,
    values,
  };
}

/** What waits for the server or a person: not what is settled or kept. */
export function waiting(outbox: Outbox): readonly Operation[] {
  return outbox.pending.get().filter(({ state }) => state !== 'saved' && state !== 'kept');
}
