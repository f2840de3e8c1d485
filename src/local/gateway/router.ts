import type { Keys } from '../keys.ts';
import type { Rest } from '../rest/rest.ts';
import { invalidToken } from '../rest/errors.ts';
import { checkApiKey } from './api-key.ts';
import { identify } from './caller.ts';
import { preflight, withCors } from './cors.ts';
import type { Handler } from './http.ts';
import { json } from './json.ts';
import { isOwnHost } from './own-host.ts';
import { answerWidgets } from './widgets.ts';

/** The services behind the gateway. Each is given the whole request and the path below its own prefix. */
export interface Services {
  rest: Rest;
  auth: (request: Request, path: string) => Promise<Response>;
  /** The mails that the project has sent. */
  mail: (request: Request) => Response;
  storage: (request: Request, path: string) => Promise<Response>;
  realtime: (request: Request) => Promise<Response>;
  /** Answers preflights, keys and origins itself. */
  functions: (request: Request, path: string) => Promise<Response>;
}

/** PostgREST forgives clocks that differ by this many seconds. */
const REST_TOLERANCE = 30;

const OPEN =
  /^\/(?:auth\/v1\/(?:verify|authorize|callback|\.well-known\/jwks\.json|health)|storage\/v1\/object\/(?:public|sign|info\/public)\/)/;

/** Here a signature stands for the key. */
const SIGNED = /^\/storage\/v1\/(?:object\/upload|upload\/resumable)\/sign\b/;

/** Below it is what a real project does not have. */
const WIDGETS = '/_local/cdn/';

/** What the project has mailed: codes and links that sign in. For whoever sits here, and for no page's eyes. */
const MAIL = '/_local/mail';

/** Routes by the first part of the path, after the key has been checked, and lets every origin read the answers. */
export function createRouter(services: Services, keys: Keys): Handler {
  return async (request) => {
    const { host, pathname } = new URL(request.url);
    if (!isOwnHost(host)) return json(403, { message: `This server does not answer as ${host}.` });
    if (pathname === MAIL) return services.mail(request);
    const [, toFunction] = /^\/functions\/v1(\/.*)$/.exec(pathname) ?? [];
    if (toFunction !== undefined) return services.functions(request, toFunction);
    if (request.method === 'OPTIONS') return preflight(request);
    return withCors(await route(request, services, keys));
  };
}

async function route(request: Request, services: Services, keys: Keys): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, service, path = '/'] = /^\/(rest|auth|storage|realtime)\/v1(\/.*)?$/.exec(pathname) ?? [];
  if (pathname === '/healthz') return json(200, { status: 'ok' });
  if (pathname.startsWith(WIDGETS)) return answerWidgets(pathname.slice(WIDGETS.length));
  if (!service) return json(404, { message: 'no Route matched with those values' });
  const key = checkApiKey(request, keys);
  if ('refusal' in key && service !== 'realtime' && !isOpen(request, pathname)) return key.refusal;
  switch (service) {
    case 'rest':
      return toRest(request, path, services.rest, keys, 'role' in key ? key.role : 'anon');
    case 'auth':
      return services.auth(request, path);
    case 'storage':
      return services.storage(request, path);
    default:
      return services.realtime(request);
  }
}

/** Whether the way is open to who has no key. */
function isOpen({ method }: Request, pathname: string): boolean {
  const isReading = method === 'GET' || method === 'HEAD';
  const isCreating = method === 'POST' && !pathname.includes('/resumable/');
  return (OPEN.test(pathname) && isReading) || (SIGNED.test(pathname) && !isCreating);
}

async function toRest(
  request: Request,
  path: string,
  rest: Rest,
  keys: Keys,
  role: string,
): Promise<Response> {
  const caller = await identify(request, keys, role, REST_TOLERANCE);
  return 'failure' in caller ? invalidToken(caller.failure).toResponse() : rest.handle(request, path, caller);
}
