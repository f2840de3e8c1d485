import { startMessageProxy, type Asked, type Treatment } from '../../test/support/message-proxy.ts';
import type { Backend } from '../../src/local/backend.ts';
import { startFaultProxy, type FaultProxy } from '../server/fault-proxy.ts';

/** A line to the backend: `broken` answers with errors, `refusing` refuses every change; the other two can be cut. */
export type LineName = 'sound' | 'stalled' | 'broken' | 'refusing';

/** Lines of all kinds to one backend. */
export interface Lines {
  /** The address of the project at the end of a line. */
  urlOf(line: LineName): string;
  /** The line that is sound until it is cut. */
  readonly sound: FaultProxy;
  close(): Promise<void>;
}

/** Opens lines to the backend. */
export async function openLines({ port }: Backend): Promise<Lines> {
  const sound = await startFaultProxy({ target: port });
  const stalled = await startFaultProxy({ target: port });
  stalled.set({ stalled: 'both' });
  const [broken, refusing] = await Promise.all(
    [fail, refuse].map((onRequest) =>
      startMessageProxy({ target: () => port, onRequest, onFrame: () => undefined }),
    ),
  );
  const at = (line: { port: number }): string => `http://127.0.0.1:${line.port}`;
  const urls = { sound: sound.url, stalled: stalled.url, broken: at(broken!), refusing: at(refusing!) };
  return {
    urlOf: (line) => urls[line],
    sound,
    close: async () => {
      await Promise.all([sound, stalled, broken!, refusing!].map((line) => line.close()));
    },
  };
}

/** Whoever signs in may; everything else goes wrong. */
function fail({ method, path }: Asked): Treatment | undefined {
  if (method === 'OPTIONS' || path.startsWith('/auth/')) return undefined;
  return { name: 'answer', status: 500, body: { message: 'Out of order' } };
}

function refuse({ method, path, body }: Asked): Treatment | undefined {
  if (method !== 'POST' || !path.startsWith('/rest/v1/rpc/nality_apply_ops')) return undefined;
  const { ops } = JSON.parse(body.toString()) as { ops: { op_id: string }[] };
  const refused = ops.map(({ op_id }) => ({ op_id, outcome: 'refused', code: '42501', message: 'No right' }));
  return { name: 'answer', status: 200, body: refused };
}
