import { emitter } from '../../src/core/lib/emitter.ts';
import { NalityError } from '../../src/core/errors.ts';
import { signal, type Signal } from '../../src/core/lib/signal.ts';
import type { ChannelEvents, ChannelState, PresenceState } from '../../src/core/sync/channel.ts';
import type { Channels } from '../../src/core/sync/channels.ts';
import type { Values } from '../../src/core/sync/rows.ts';

/** A topic without a server: whoever is joined hears the others at once, and sees who is present. */
export interface FakeRoom {
  /** Another connection to it. */
  connect(): FakeLine;
  readonly presence: PresenceState;
}

/** One connection to the room. */
export interface FakeLine {
  readonly channels: Channels;
  readonly state: Signal<ChannelState>;
  /** The states that it told, in order. */
  readonly tracked: Values[];
  /** The broadcasts that it sent while it was joined. */
  readonly sent: { event: string; payload: Values }[];
  /** Whether the server takes what is told of presence. */
  takes: boolean;
  join(): void;
  /** The line is lost; the server notices at once. */
  lose(): void;
  /** The server says no. */
  refuse(): void;
  /** Joined by some other client, which says whatever it likes under whatever key. */
  appear(key: string, meta: unknown): void;
  broadcast(event: string, payload: unknown): void;
}

interface Member {
  key: string;
  meta: Values | undefined;
  events: Partial<ChannelEvents>;
}

export function fakeRoom(): FakeRoom {
  const members = new Set<Member>();
  const presence = (): PresenceState => {
    const state: Record<string, Values[]> = {};
    for (const { key, meta } of members) if (meta) (state[key] ??= []).push(meta);
    return state;
  };
  const tellPresence = (): void => {
    for (const { events } of [...members]) events.onPresence?.(presence());
  };
  const leave = (member: Member): void => {
    if (!members.delete(member)) return;
    member.meta = undefined;
    tellPresence();
  };
  const tellOthers = (from: Member, event: string, payload: Values): void => {
    for (const other of [...members]) if (other !== from) other.events.onBroadcast?.(event, payload);
  };

  const connect = (): FakeLine => {
    const self: Member = { key: '', meta: undefined, events: {} };
    const send = (event: string, payload: Values): void => {
      if (!members.has(self)) return;
      line.sent.push({ event, payload });
      tellOthers(self, event, payload);
    };
    const appearAs = (meta: Values): void => {
      self.meta = meta;
      members.add(self);
      tellPresence();
    };
    const line: FakeLine = {
      state: signal<ChannelState>({ name: 'joining' }),
      tracked: [],
      sent: [],
      takes: true,
      channels: {
        open(spec, events, until) {
          self.key = spec.presenceKey ?? '';
          self.events = events;
          until.addEventListener('abort', () => leave(self));
          return {
            state: line.state,
            broadcast: send,
            async track(meta) {
              line.tracked.push(meta);
              await Promise.resolve();
              if (line.takes && members.has(self)) appearAs(meta);
              return line.takes;
            },
          };
        },
        news: emitter(),
        stats: () => [],
        unsubscribe: () => undefined,
        unsubscribeAll: () => undefined,
      },
      join() {
        members.add(self);
        line.state.set({ name: 'live' });
        self.events.onPresence?.(presence());
      },
      lose() {
        leave(self);
        line.state.set({ name: 'lost' });
      },
      refuse() {
        leave(self);
        line.state.set({ name: 'refused', error: new NalityError('denied', 'Unauthorized') });
      },
      appear(key, meta) {
        self.key = key;
        appearAs(meta as Values);
      },
      broadcast: (event, payload) => send(event, payload as Values),
    };
    return line;
  };
  return {
    connect,
    get presence() {
      return presence();
    },
  };
}
