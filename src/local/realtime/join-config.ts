import { randomUUID } from 'node:crypto';
import { inspect } from './changes/inspect.ts';
import { Refusal } from './refusal.ts';
import { isObject } from './wire/json.ts';

/** What a client asked for with `phx_join`. */
export interface JoinConfig {
  private: boolean;
  broadcast: { ack: boolean; self: boolean; replicationReady: boolean; replay?: ReplayRequest | 'invalid' };
  presence: { enabled: boolean; key: string };
  /** Bindings exactly as they came. */
  bindings: Record<string, unknown>[];
  /** A join without `config`: the topic itself is the binding, and changes come as events named after them. */
  legacy: boolean;
  /** The reply waits until the bindings are active. */
  wait?: { timeout: number };
  /** The token for this channel; undefined: the connection's. */
  token?: string;
}

/** Which stored messages of a topic are wanted. */
export interface ReplayRequest {
  /** Milliseconds since 1970. */
  since: number;
  limit: number;
}

const DEFAULT_WAIT = 15_000;
const MAX_WAIT = 20_000;
const MAX_REPLAY = 25;

/**
 * Reads the payload of a join; `name` is the topic without its prefix. What can't be understood is left out; throws a Refusal only where the
 * real server fails.
 */
export function parseJoin(name: string, payload: unknown): JoinConfig {
  if (!isObject(payload)) throw unknownError(`expected params to be a :map, got: \`${inspect(payload)}\``);
  const legacy = !('config' in payload);
  const config = part(payload['config']);
  const broadcast = part(config['broadcast']);
  const presence = isObject(config['presence']) ? config['presence'] : {};
  return {
    private: bool(config['private']),
    broadcast: {
      ack: bool(broadcast['ack']),
      self: bool(broadcast['self']),
      replicationReady: bool(broadcast['replication_ready']),
      replay: replay(broadcast['replay']),
    },
    presence: { enabled: bool(presence['enabled']), key: presenceKey(presence['key']) },
    bindings: legacy ? [bindingOfTopic(name)] : bindings(config['postgres_changes']),
    legacy,
    wait: wait(config['postgres_changes_options']),
    token: token(payload),
  };
}

function part(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw unknownError('no function clause matching in Access.get/3');
}

function unknownError(text: string): Refusal {
  return new Refusal(`UnknownErrorOnChannel: ${text}`);
}

function bool(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function presenceKey(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : randomUUID();
}

function bindings(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((binding: unknown) => binding !== null)
    .map((binding: unknown) => {
      if (isObject(binding)) return binding;
      throw unknownError(`expected a map, got:\n\n    ${inspect(binding)}\n`);
    });
}

/** `schema:table:filter`, of which the schema alone has to be there. */
function bindingOfTopic(name: string): Record<string, unknown> {
  const [schema, table, ...filter] = name.split(':');
  return {
    schema,
    ...(table === undefined ? {} : { table }),
    ...(filter.length === 0 ? {} : { filter: filter.join(':') }),
  };
}

function replay(value: unknown): ReplayRequest | 'invalid' | undefined {
  if (!isObject(value)) return undefined;
  const { since, limit = MAX_REPLAY } = value;
  if (!Number.isInteger(since) || !Number.isInteger(limit)) return 'invalid';
  return { since: since as number, limit: Math.min(Math.max(limit as number, 1), MAX_REPLAY) };
}

function wait(value: unknown): { timeout: number } | undefined {
  if (!isObject(value) || !bool(value['wait'])) return undefined;
  const { timeout } = value;
  const isGiven = Number.isInteger(timeout) && (timeout as number) > 0;
  return { timeout: isGiven ? Math.min(timeout as number, MAX_WAIT) : DEFAULT_WAIT };
}

function token(payload: Record<string, unknown>): string | undefined {
  const given = [payload['user_token'], payload['access_token']].find((value) => typeof value === 'string');
  return given === undefined || given.startsWith('sb_') ? undefined : given;
}
