import { createChannels, type Channels } from '../../../../src/core/sync/channels.ts';
import { composeClient } from '../../../../src/core/sync/client.ts';
import { createConnection, type Line } from '../../../../src/core/sync/connection.ts';
import { watchIdentity } from '../../../../src/core/sync/identity.ts';
import { lineOptions } from '../../../../src/core/sync/line-options.ts';
import { nodeEnvironment } from '../../../support/node-environment.ts';
import { QUICK, type Seat } from './desk.ts';

/** The topics of a core without its features. */
export interface Topics {
  readonly channels: Channels;
  readonly connection: Line;
  readonly until: AbortSignal;
  close(): void;
}

/** Opens topics over the network of a seat, by its key. */
export function topicsOf({ proxy, key }: Seat, accessToken: () => Promise<string | null>): Topics {
  const environment = nodeEnvironment();
  const end = new AbortController();
  const until = end.signal;
  const line = lineOptions(QUICK);
  const client = composeClient({ url: proxy.url, key, accessToken, line, environment });
  const identity = watchIdentity({ client, timeoutMs: line.timeoutMs, environment });
  const hangUp = (): void => void client.realtime.disconnect();
  const connection = createConnection({ client, identity, environment, line, hangUp, until });
  const channels = createChannels({ client, connection, line, environment, until });
  const close = (): void => {
    channels.unsubscribeAll();
    end.abort();
  };
  return { channels, connection, until, close };
}
