import { startFaultProxy, type Faults } from '../../../demo/server/fault-proxy.ts';
import { startMessageProxy } from '../../support/message-proxy.ts';
import type { FaultId } from '../catalogue.ts';
import type { Chance } from '../random.ts';
import { FRAME_FAULTS, STRANGE_FRAMES } from './frame-faults.ts';
import { REQUEST_FAULTS } from './request-faults.ts';

/** One device's line to the server, on which everything can go wrong. */
export interface Line {
  /** The address by which the device reaches the server. */
  readonly url: string;
  /** Lets a fault of the line begin. Answers whether it is one. */
  start(fault: FaultId): boolean;
  /** Lets it end. */
  stop(fault: FaultId): void;
  /** Mends everything. */
  heal(): void;
  /** WebSockets that are open. */
  sockets(): number;
  close(): Promise<void>;
}

/** What a fault makes of the bytes. */
const BYTE_FAULTS: Readonly<Partial<Record<FaultId, (chance: Chance) => Partial<Faults>>>> = {
  F3: (chance) => ({ latency: chance.between(50, 1_500) }),
  F6: () => ({ stalled: 'both' }),
  F7: (chance) => ({ stalled: chance.pick(['up', 'down'] as const) }),
  F8: () => ({ rate: 20 }),
  F9: () => ({ cut: true }),
  F10: () => ({ stalled: 'both' }),
  F46: () => ({ cut: true }),
};
/** After these the connections are gone: what was on its way does not arrive any more. */
const DOOMED: ReadonlySet<FaultId> = new Set(['F6', 'F10']);
const CODES = [1001, 1006, 1011];
const MENDED: Faults = { cut: false, latency: 0, stalled: 'none', rate: 0 };

/**
 * Opens a line.
 *
 * @param target asked for the server's port at every connection
 * @param fired is told whenever a fault has met something
 */
export async function openLine(
  target: () => number,
  chance: Chance,
  fired: (fault: FaultId) => void,
): Promise<Line> {
  const active = new Set<FaultId>();
  /** The fault of the bytes: one at a time, so that what suffers has one cause. */
  let byBytes: { fault: FaultId; before: number } | undefined;
  const messages = await startMessageProxy({
    target,
    onRequest(asked) {
      for (const fault of active) {
        const treatment = REQUEST_FAULTS[fault]?.(asked, chance, () => fired(fault));
        if (!treatment) continue;
        if (treatment.name !== 'lose') fired(fault);
        return treatment;
      }
      return undefined;
    },
    onFrame(frame, way) {
      for (const fault of active) {
        const deliveries = FRAME_FAULTS[fault]?.(frame, way, chance);
        if (!deliveries) continue;
        fired(fault);
        return deliveries;
      }
      return undefined;
    },
  });
  const bytes = await startFaultProxy({ target: messages.port });

  const breakAll = (): void => {
    bytes.set({ cut: true });
    bytes.set({ cut: false });
  };
  const endBytes = (): void => {
    if (!byBytes) return;
    const { fault, before } = byBytes;
    byBytes = undefined;
    if (bytes.suffered() > before) fired(fault);
    if (DOOMED.has(fault)) breakAll();
    bytes.set(MENDED);
  };
  const once = (fault: FaultId): void => {
    if (fault === 'F16' && messages.closeSockets(chance.pick(CODES)) > 0) fired(fault);
    if (fault === 'F20') for (const frame of STRANGE_FRAMES) if (messages.inject(frame) > 0) fired(fault);
  };
  return {
    url: bytes.url,
    start(fault) {
      const change = BYTE_FAULTS[fault]?.(chance);
      if (change) {
        endBytes();
        if (fault === 'F10') breakAll();
        byBytes = { fault, before: bytes.suffered() };
        bytes.set(change);
      } else if (REQUEST_FAULTS[fault] || FRAME_FAULTS[fault]) active.add(fault);
      else if (fault !== 'F16' && fault !== 'F20') return false;
      once(fault);
      return true;
    },
    stop(fault) {
      active.delete(fault);
      if (byBytes?.fault === fault) endBytes();
    },
    heal() {
      active.clear();
      endBytes();
    },
    sockets: messages.sockets,
    async close() {
      await bytes.close();
      await messages.close();
    },
  };
}
