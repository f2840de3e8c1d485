import type { Extension, Readable } from './authorization.ts';
import type { Hub } from './hub.ts';
import type { JoinConfig } from './join-config.ts';
import { parseJoin } from './join-config.ts';
import type { StoredBroadcast } from './outgoing.ts';
import { Refusal } from './refusal.ts';
import type { Claims } from './tokens.ts';
import { TokenError } from './tokens.ts';

/** A join to which nothing stands in the way. */
export interface Admission {
  config: JoinConfig;
  /** The topic without the prefix `realtime:`. */
  name: string;
  token: string;
  claims: Claims;
  readable: Readable;
  /** Stored messages that the client asked for. */
  replayed: StoredBroadcast[];
}

export interface JoinRequest {
  /** With the prefix `realtime:`. */
  topic: string;
  payload: unknown;
  /** The connection's token. */
  token: string;
  /** Who asks. */
  socket: object;
  /** How many other channels the socket has. */
  channels: number;
}

/** Makes the checks of a join in the order of the real server; throws a Refusal. */
export async function admit(hub: Hub, request: JoinRequest): Promise<Admission> {
  const name = request.topic.slice('realtime:'.length);
  if (name === '') throw new Refusal('TopicNameRequired: You must provide a topic name');
  const config = parseJoin(name, request.payload);
  if (hub.privateOnly && !config.private)
    throw new Refusal('PrivateOnly: This project only allows private channels');
  checkLimits(hub, request);
  const token = config.token ?? request.token;
  const claims = verified(hub, token);
  const readable = await readableExtensions(hub, name, claims, config);
  return { config, name, token, claims, readable, replayed: await replayed(hub, name, config) };
}

/** What someone may read of a topic: of a public one everything. */
export async function readableExtensions(
  hub: Hub,
  name: string,
  claims: Claims,
  config: JoinConfig,
): Promise<Readable> {
  if (!config.private) return { broadcast: true, presence: true };
  const extensions: Extension[] = config.presence.enabled ? ['broadcast', 'presence'] : ['broadcast'];
  const readable = await hub.authorization.read(name, claims, extensions);
  if (readable.broadcast || readable.presence) return readable;
  throw new Refusal(`Unauthorized: You do not have permissions to read from this Channel topic: ${name}`);
}

function checkLimits(hub: Hub, { socket, channels }: JoinRequest): void {
  if (!hub.users.has(socket) && hub.users.size >= hub.limits.connections)
    throw new Refusal('ConnectionRateLimitReached: Too many connected users');
  hub.rates.joins.add();
  if (hub.rates.joins.exceeded) {
    throw new Refusal('ClientJoinRateLimitReached: Too many joins per second', { closesSocket: true });
  }
  if (channels >= hub.limits.channelsPerSocket)
    throw new Refusal('ChannelRateLimitReached: Too many channels');
}

function verified(hub: Hub, token: string): Claims {
  try {
    return hub.tokens.verify(token);
  } catch (error) {
    if (error instanceof TokenError) throw new Refusal(`${error.code}: ${error.message}`);
    throw error;
  }
}

async function replayed(hub: Hub, name: string, config: JoinConfig): Promise<StoredBroadcast[]> {
  const { replay } = config.broadcast;
  if (!replay) return [];
  if (!config.private) throw new Refusal('UnableToReplayMessages: Replay is not allowed for public channels');
  if (replay === 'invalid') throw new Refusal('UnableToReplayMessages: Replay params are not valid');
  return hub.replay(name, replay);
}
