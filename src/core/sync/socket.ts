import type { Environment } from '../environment.ts';
import { sleep } from '../lib/sleep.ts';
import type { ClientSocket } from './client.ts';

/**
 * How often a socket is looked at while something is awaited, milliseconds: a page's own client tells nobody when it opens
 * or closes.
 */
const LOOK_MS = 25;

/** How long one look after the other goes on. */
interface Patience {
  ms: number;
  after: Environment['after'];
  until: AbortSignal;
}

/** Opens the socket. False when it closed again, or stood still for `ms`. Throws where no socket can be made. */
export async function openSocket(socket: ClientSocket, { ms, after, until }: Patience): Promise<boolean> {
  let dialled = false;
  for (let waited = 0; waited < ms && !until.aborted; waited += LOOK_MS) {
    if (socket.isConnected()) return true;
    if (!socket.isConnecting() && !socket.isDisconnecting()) {
      if (dialled) return false;
      dialled = true;
      socket.connect();
    }
    await sleep(LOOK_MS, after, until);
  }
  return socket.isConnected();
}

/**
 * Asks the server for a sign of life. Nothing else tells a socket that stands from one whose other end is gone: both are
 * open. One that stays silent for `ms` is given up in the client's own way, so that all of its topics hear of it.
 */
export async function answers(socket: ClientSocket, { ms, after, until }: Patience): Promise<boolean> {
  // To send one while another is under way means that the first was lost.
  if (socket.pendingHeartbeatRef === null) await socket.sendHeartbeat();
  const asked = socket.pendingHeartbeatRef;
  for (let waited = 0; waited < ms && !until.aborted; waited += LOOK_MS) {
    if (!socket.isConnected()) return false;
    if (socket.pendingHeartbeatRef !== asked || asked === null) return true;
    await sleep(LOOK_MS, after, until);
  }
  if (!until.aborted && asked !== null && socket.pendingHeartbeatRef === asked) await socket.sendHeartbeat();
  return false;
}
