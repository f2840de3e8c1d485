/** A message of Realtime's protocol, as one end wrote it. */
export interface WireFrame {
  /** Which socket of the process carried it, counted from 1. */
  readonly socket: number;
  readonly direction: 'sent' | 'received';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly topic: string;
  readonly event: string;
  // What the protocol carries differs from event to event; a test knows which it looks at.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly payload: any;
}

/** All WebSockets that are opened in this process from now on, seen and meddled with. */
export interface RecordedSockets {
  readonly frames: readonly WireFrame[];
  /** How many sockets were opened so far. */
  readonly opened: number;
  /** The frames of an event, by whom they were written. */
  of(direction: WireFrame['direction'], event: string): readonly WireFrame[];
  /** Gets every text frame that arrives and decides what becomes of it: `deliver` hands it on, as often as it is called. */
  meddle(how: (frame: WireFrame, deliver: (payload?: unknown) => void) => void): void;
  /** Lets everything pass again. */
  leaveAlone(): void;
  restore(): void;
}

type Parts = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: unknown];

/** Puts a recording WebSocket in the place of the runtime's own. The real network is behind it. */
export function recordSockets(): RecordedSockets {
  const Real = globalThis.WebSocket;
  const frames: WireFrame[] = [];
  let opened = 0;
  const pass = (_frame: WireFrame, deliver: () => void): void => deliver();
  let how: Parameters<RecordedSockets['meddle']>[0] = pass;

  class Recorded extends Real {
    readonly #number = (opened += 1);

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (typeof data === 'string') frames.push(frameOf(this.#number, 'sent', JSON.parse(data) as Parts));
      super.send(data);
    }

    override set onmessage(listener: ((this: WebSocket, event: MessageEvent) => unknown) | null) {
      super.onmessage = listener && ((event: MessageEvent) => this.#receive(event, listener));
    }

    #receive(event: MessageEvent, listener: (this: WebSocket, event: MessageEvent) => unknown): void {
      if (typeof event.data !== 'string') return void listener.call(this, event);
      const parts = JSON.parse(event.data) as Parts;
      const frame = frameOf(this.#number, 'received', parts);
      frames.push(frame);
      how(frame, (payload = parts[4]) => {
        const data = JSON.stringify([...parts.slice(0, 4), payload]);
        listener.call(this, new MessageEvent('message', { data }));
      });
    }
  }

  globalThis.WebSocket = Recorded;
  return {
    frames,
    get opened() {
      return opened;
    },
    of: (direction, event) =>
      frames.filter((frame) => frame.direction === direction && frame.event === event),
    meddle: (next) => (how = next),
    leaveAlone: () => (how = pass),
    restore: () => (globalThis.WebSocket = Real),
  };
}

function frameOf(
  socket: number,
  direction: WireFrame['direction'],
  [, , topic, event, payload]: Parts,
): WireFrame {
  return { socket, direction, at: Date.now(), topic: topic.replace(/^realtime:/, ''), event, payload };
}
