import { emitter } from '../../src/core/lib/emitter.ts';
import { signal } from '../../src/core/lib/signal.ts';
import type { ChannelEvents, ChannelState } from '../../src/core/sync/channel.ts';
import type { ConnectionState } from '../../src/core/sync/connection-state.ts';
import { createCollection, type Collection } from '../../src/core/sync/collection.ts';
import type { WindowOptions } from '../../src/core/sync/edge.ts';
import { createOutbox } from '../../src/core/sync/outbox.ts';
import { createRowCache } from '../../src/core/sync/row-cache.ts';
import type { SyncedRow } from '../../src/core/sync/rows.ts';
import { fakeEnvironment } from './fake-environment.ts';
import { fakeRemote } from './fake-remote.ts';
import { NEVER } from './never.ts';

/** A row of the table that the collection under test follows. */
export interface Note extends SyncedRow {
  readonly text: string;
  readonly owner: string;
}

/** A collection of Marie's notes, sorted by id, with everything around it in the hands of the test. */
export function openNotes(remote = fakeRemote(), environment = fakeEnvironment(), window?: WindowOptions) {
  const end = new AbortController();
  const feed = signal<ChannelState>({ name: 'joining' });
  const wakes = emitter<void>();
  const line = signal<ConnectionState>({ name: 'online' });
  const signIn = { read: async (): Promise<void> => undefined };
  let events: Partial<ChannelEvents> = {};
  let follows = 0;
  const records = environment.openStore('n', NEVER);
  const outbox = createOutbox({
    remote,
    environment,
    records,
    namespace: Promise.resolve('n'),
    person: Promise.resolve('marie'),
    isMine: async () => true,
    policyOf: () => ({ strategy: 'server_wins' }),
    until: end.signal,
  });
  const collection: Collection<Note> = createCollection<Note>({
    table: 'notes',
    scopeColumn: 'owner',
    scope: 'marie',
    compare: (a, b) => (a.id < b.id ? -1 : 1),
    fill: () => ({ created_at: 'now' }),
    follow(handlers) {
      follows += 1;
      events = handlers;
      return { state: feed };
    },
    window,
    remote,
    outbox,
    cache: createRowCache(records, environment),
    connection: {
      state: line,
      wakes,
      ready: () => signIn.read(),
      report: () => undefined,
    },
    environment,
    until: end.signal,
  });
  const texts = (): string[] => collection.rows.get().map(({ row }) => row.text);
  const write = (id: string, text: string, more = {}): Note =>
    remote.write({ id, text, owner: 'marie', ...more } as never) as Note;
  const hear = (row: Note): void => events.onChange?.({ table: 'notes', id: row.id, row: row as never });
  return {
    collection,
    outbox,
    remote,
    environment,
    feed,
    line,
    wakes,
    signIn,
    texts,
    write,
    hear,
    events: () => events,
    follows: () => follows,
    close: () => end.abort(),
  };
}
