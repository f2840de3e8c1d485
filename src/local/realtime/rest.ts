import { empty, json, withOrigin, withRate, words } from './answers.ts';
import { readBatch } from './batch.ts';
import type { BatchMessage } from './batch.ts';
import type { Broadcast } from './broadcast.ts';
import { fits } from './broadcast.ts';
import type { Hub } from './hub.ts';
import type { Claims } from './tokens.ts';
import { TokenError } from './tokens.ts';
import { isObject, orderedJson } from './wire/json.ts';

const SINGLE = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/;
const TENANT = /^\/api\/tenants\/[^/]+\/(reload|shutdown)$/;
const HTML = 'text/html; charset=utf-8';
const PREFIX = '/realtime/v1';

/** Answers the HTTP side of Realtime: broadcasts without a connection. */
export async function answerRest(hub: Hub, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : url.pathname;
  const single = SINGLE.exec(path);
  hub.rates.requests.add();
  if (request.method === 'GET') return answerGet(hub, path);
  const tenant = TENANT.exec(path);
  if (request.method === 'POST' && tenant) return answerTenant(hub, request, tenant[1]);
  if (request.method !== 'POST' || (path !== '/api/broadcast' && !single)) return notFound();
  const answer = await answerBroadcast(hub, request, single);
  const malformed = answer.status === 400 || answer.status === 415;
  return withOrigin(malformed ? answer : withRate(answer, hub.rates.requests), request);
}

/** What an administrator may do to all connections; each is told, and connects again. */
function answerTenant(hub: Hub, request: Request, what: string | undefined): Response {
  const claims = bearer(hub, request);
  if (!claims) return words(403, '');
  if (what === 'reload') hub.disconnectAll();
  return empty(204);
}

async function answerBroadcast(
  hub: Hub,
  request: Request,
  single: RegExpExecArray | null,
): Promise<Response> {
  const claims = bearer(hub, request);
  if (!claims) return json(401, { message: 'Unauthorized' });
  if (hub.rates.events.exceeded) return json(429, { message: 'You have exceeded your rate limit' });
  if (!single) return batch(hub, request, claims);
  const [, topic, event] = single.map(decoded);
  if (topic === undefined || event === undefined) return badRequest();
  const isPrivate = new URL(request.url).searchParams.get('private') === 'true';
  return sendSingle(hub, request, claims, { topic, event, private: isPrivate });
}

function answerGet(hub: Hub, path: string): Response {
  if (path === '/api/ping') return withRate(json(200, { message: 'Success' }), hub.rates.requests);
  if (path === '/healthcheck') return words(200, 'ok', 'text/plain; charset=utf-8');
  if (path !== '/websocket') return notFound();
  return words(400, `'connection' header must contain 'upgrade', got ["keep-alive"]`);
}

function badRequest(): Response {
  return words(400, 'Bad Request', HTML);
}

function notFound(): Response {
  return words(404, 'Not Found', HTML);
}

async function batch(hub: Hub, request: Request, claims: Claims): Promise<Response> {
  const body = parse(await request.text());
  if (body === undefined) return badRequest();
  const read = readBatch(body, hub.limits.payloadKilobytes);
  if ('errors' in read) return json(422, { errors: read.errors });
  if (read.messages.length + hub.rates.events.average > hub.limits.eventsPerSecond) {
    return json(429, { message: 'Too many messages to broadcast, please reduce the batch size' });
  }
  const mayWrite = rememberedRights(hub, claims);
  for (const message of read.messages) {
    if (!message.private || (await mayWrite(message.topic))) {
      deliver(hub, message, { form: 'text', payload: envelope(message) });
    }
  }
  return empty(202);
}

async function sendSingle(
  hub: Hub,
  request: Request,
  claims: Claims,
  target: { topic: string; event: string; private: boolean },
): Promise<Response> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim();
  if (type !== 'application/json' && type !== 'application/octet-stream') {
    return json(415, { error: 'Unsupported Media Type. Use application/json or application/octet-stream' });
  }
  const content = await singleContent(request, type);
  if (!content) return badRequest();
  if (target.private && !(await hub.authorization.write(target.topic, claims, 'broadcast'))) {
    return json(403, { message: 'Unauthorized' });
  }
  const encoding = type === 'application/json' ? 'json' : 'binary';
  const broadcast: Broadcast = { form: 'user', event: target.event, encoding, content };
  if (!fits(broadcast, hub.limits.payloadKilobytes)) {
    return json(422, { errors: { payload: ['Payload size exceeds tenant limit'] } });
  }
  deliver(hub, target, broadcast);
  return empty(202);
}

async function singleContent(request: Request, type: string): Promise<Buffer | undefined> {
  if (type === 'application/octet-stream') return Buffer.from(await request.arrayBuffer());
  const value = parse(await request.text());
  if (value === undefined) return undefined;
  return Buffer.from(orderedJson(isObject(value) ? value : { _json: value }));
}

function deliver(
  hub: Hub,
  { topic, private: isPrivate }: { topic: string; private: boolean },
  broadcast: Broadcast,
): void {
  hub.rates.events.add();
  hub.rooms.find(`realtime:${topic}`, isPrivate)?.broadcast(broadcast);
}

function envelope({ event, payload, id }: BatchMessage): Record<string, unknown> {
  return { type: 'broadcast', event, payload, ...(id === undefined ? {} : { meta: { id } }) };
}

function rememberedRights(hub: Hub, claims: Claims): (topic: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (topic) => {
    const answer = known.get(topic) ?? hub.authorization.write(topic, claims, 'broadcast');
    known.set(topic, answer);
    return answer;
  };
}

function bearer(hub: Hub, request: Request): Claims | undefined {
  const authorization = request.headers
    .get('authorization')
    ?.replace(/^bearer /i, '')
    .trim();
  const key = authorization || request.headers.get('apikey');
  try {
    return key ? hub.tokens.verify(hub.tokens.ofKey(key)) : undefined;
  } catch (error) {
    if (error instanceof TokenError) return undefined;
    throw error;
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
