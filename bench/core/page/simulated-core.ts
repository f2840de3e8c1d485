import { createClient } from '@supabase/supabase-js';
import { browserEnvironment } from '../../../src/browser/environment.ts';
import { memoryStore } from '../../../src/browser/memory-store.ts';
import type { Environment } from '../../../src/core/environment.ts';
import { timelineFeature, type Timeline } from '../../../src/core/features/timeline.ts';
import { createNality, type Nality } from '../../../src/core/nality.ts';
import { OWNER } from './life.ts';
import { simulatedRest, type Life } from './simulated-rest.ts';
import { SimulatedSocket } from './simulated-socket.ts';
import { tap, type Listener } from './tap.ts';

/** Our core on the real supabase-js, whose server is simulated: nothing but the client takes time. */
export interface SimulatedCore {
  readonly core: Nality;
  readonly timeline: Timeline;
  /** Hands over a change as supabase-js does after it has read the frame. */
  hear: Listener;
  /** Runs now what waits for the next frame. */
  paint(): void;
  close(): Promise<void>;
}

/** Opens a core and a timeline. What is kept is kept in memory. */
export function openSimulatedCore(life: Life): SimulatedCore {
  const listeners = new Set<Listener>();
  const frames = createFrames();
  const client = createClient('http://project.invalid', 'sb_publishable_simulated', {
    accessToken: async () => TOKEN,
    global: { fetch: simulatedRest(life) },
    realtime: { transport: SimulatedSocket as never },
  });
  const stepped = { openStore: async () => memoryStore(), frame: frames.frame };
  const environment: Environment = { ...browserEnvironment(), ...stepped };
  const core = createNality({
    client: tap(client, (listener) => (listeners.add(listener), listener)),
    environment,
  });
  const end = new AbortController();
  return {
    core,
    timeline: core.use(timelineFeature, OWNER, end.signal),
    hear: (payload) => listeners.forEach((listener) => listener(payload)),
    paint: frames.paint,
    async close() {
      end.abort();
      await core.close();
      await client.realtime.disconnect();
    },
  };
}

/** The frames of the page, which can be had earlier. */
function createFrames() {
  const waiting = new Set<() => void>();
  const paint = (): void => {
    const due = [...waiting];
    waiting.clear();
    for (const task of due) task();
  };
  return {
    paint,
    frame(task: () => void): () => void {
      waiting.add(task);
      if (waiting.size === 1) requestAnimationFrame(paint);
      return () => void waiting.delete(task);
    },
  };
}

/** Names the owner; nobody checks the signature. */
const TOKEN = [
  '{"alg":"none"}',
  JSON.stringify({ sub: OWNER, role: 'authenticated', exp: 4_000_000_000 }),
  ' ',
]
  .map((part) => btoa(part).replace(/=+$/, ''))
  .join('.');
