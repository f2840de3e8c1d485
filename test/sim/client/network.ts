import type { Call, Reply, Server } from '../server/server.ts';
import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';
import type { Trace } from '../world/trace.ts';

/** The line from one tab to the server. */
export interface Network {
  /** Sends a call; the reply is handed to `deliver`, if it ever comes. Returns the cancel function. */
  request(token: string | null, call: Call, deliver: (reply: Reply) => void): () => void;
  /** A frame on the socket in either direction: whether it passes, and after how many milliseconds. */
  frame(direction: 'up' | 'down', size: number): number | undefined;
  /** Whether a socket can be opened: after so many milliseconds, not (`refused`), or who knows (`stalled`). */
  dial(): number | 'refused' | 'stalled';
  /** Ends every request that hangs, as a change of the network does. */
  reset(): void;
  /** Requests that wait for an answer. */
  readonly waiting: number;
}

interface NetworkOptions {
  readonly time: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly server: Server;
  readonly trace: Trace;
  /** The number of the browser. */
  readonly where: number;
  readonly isOnline: () => boolean;
}

/** 20 kbit/s (F8), in bytes per millisecond. */
const SLOW = 2.5;

/** What a library hands over when there was no answer. */
export const NO_ANSWER: Reply = {
  data: null,
  error: { code: '', message: 'TypeError: fetch failed', details: null, hint: null },
  status: 0,
};

/** Lays a line. */
export function createNetwork(options: NetworkOptions): Network {
  const { time, chance, faults, server, trace, where, isOnline } = options;
  const hanging = new Set<() => void>();

  const delayOf = (content: unknown): number => {
    const usual = chance.between(1, 40);
    const far = faults.strikes('F3', where) ? chance.between(0, 10_000) : 0;
    const slow = faults.strikes('F8', where) ? JSON.stringify(content).length / SLOW : 0;
    return usual + far + slow;
  };
  /** What becomes of a call on its way there. */
  const departure = (): 'arrives' | 'fails' | 'hangs' => {
    if (!isOnline()) return (faults.struck('F46'), 'fails');
    if (faults.strikes('F9', where, 1)) return 'fails';
    if (faults.strikes('F10', where, 1)) return 'hangs';
    if (faults.strikes('F7', where, 0.5)) return 'hangs';
    return faults.strikes('F1', where) ? (chance.hits(0.5) ? 'fails' : 'hangs') : 'arrives';
  };
  /** What becomes of the reply on its way back, after the server has done what was asked. */
  const arrival = (): 'arrives' | 'fails' | 'hangs' => {
    if (faults.strikes('F5', where)) return 'fails';
    if (faults.strikes('F7', where, 0.7)) return 'hangs';
    return faults.strikes('F2', where) || !isOnline() ? (chance.hits(0.5) ? 'fails' : 'hangs') : 'arrives';
  };

  return {
    request(token, call, deliver) {
      let settled = false;
      const finish = (reply: Reply): void => {
        if (settled) return;
        settled = true;
        hanging.delete(hangUp);
        deliver(reply);
      };
      const hangUp = (): void => finish(NO_ANSWER);
      const name = call.type === 'rpc' ? call.name : `select ${call.query.table}`;
      hanging.add(hangUp);
      const send = async (): Promise<void> => {
        const reply = await server.call(token, call);
        const fate = arrival();
        trace.add(
          `browser ${where}: ${name} ${told(call)} → ${outcomeOf(reply)}${fate === 'arrives' ? '' : `, which ${fate}`}`,
        );
        if (fate === 'hangs') return;
        time.after(delayOf(reply.data), () => finish(fate === 'fails' ? NO_ANSWER : reply));
      };
      const fate = departure();
      if (fate !== 'arrives') trace.add(`browser ${where}: ${name} ${told(call)} ${fate} on its way there`);
      if (fate === 'fails') time.after(chance.between(1, 20), hangUp);
      if (fate === 'arrives') {
        time.after(delayOf(call), () => void send());
        if (faults.strikes('F4', where)) time.after(delayOf(call), () => void send());
      }
      return hangUp;
    },
    frame(direction, size) {
      if (faults.strikes('F6', where, 1)) return undefined;
      if (!isOnline()) return undefined;
      if (direction === 'down' && faults.strikes('F7', where, 1)) return undefined;
      return chance.between(1, 40) + (faults.strikes('F8', where) ? size / SLOW : 0);
    },
    dial() {
      if (!isOnline() || faults.strikes('F9', where, 1)) return 'refused';
      return faults.strikes('F10', where, 1) ? 'stalled' : chance.between(2, 60);
    },
    reset() {
      for (const hangUp of [...hanging]) hangUp();
    },
    get waiting() {
      return hanging.size;
    },
  };
}

/** The operations that a call carries, for the trace. */
function told(call: Call): string {
  if (call.type === 'rpc' && call.name === 'nality_changes') return `since ${String(call.args['since'])}`;
  const ops =
    call.type === 'rpc' ? (call.args['ops'] as { op_id: string; type: string }[] | undefined) : undefined;
  return ops ? ops.map(({ op_id: id, type }) => `${type} ${id.slice(0, 8)}`).join(', ') : '';
}

function outcomeOf({ data, error, status }: Reply): string {
  if (error) return `${status} ${error.code}`;
  if (typeof data === 'object' && data !== null && 'cursor' in data) {
    const { rows, cursor } = data as unknown as { rows: { id: string; rev: number }[]; cursor: string };
    return `${rows.map(({ id, rev }) => `${id.slice(0, 8)}@${rev}`).join(' ')}, cursor ${cursor}`;
  }
  return Array.isArray(data) ? data.map((one: { outcome?: string }) => one.outcome ?? '.').join(' ') : 'ok';
}
