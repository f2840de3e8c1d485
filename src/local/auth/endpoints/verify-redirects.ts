import type { AuthError } from '../errors.ts';
import type { Grant } from '../sessions/session.ts';

const OAUTH_ERRORS: Record<number, string> = {
  400: 'invalid_request',
  401: 'unauthorized_client',
  403: 'access_denied',
  500: 'server_error',
  503: 'temporarily_unavailable',
};

/** Sends the person on with the session in the fragment, which no server sees. */
export function sessionRedirect(target: string, grant: Grant, type: string): Response {
  const { access_token, expires_at, expires_in, refresh_token, token_type } = grant;
  const fragment = new URLSearchParams({
    ...{ access_token, expires_at: String(expires_at), expires_in: String(expires_in) },
    ...{ refresh_token, sb: '', token_type, type },
  });
  return seeOther(`${target}#${fragment}`);
}

/** Sends the person on with a code, which only the one who began can exchange. */
export function toCode(target: string, code: string): Response {
  const url = new URL(target);
  url.searchParams.set('code', code);
  return seeOther(url.href);
}

/** Sends the person on with something to read. */
export function messageRedirect(target: string, message: string, pkce: boolean): Response {
  return withParameters(target, { message }, pkce);
}

/** Sends the person on with the reason why there is no session. */
export function errorRedirect(target: string, error: AuthError, pkce: boolean): Response {
  const kind = OAUTH_ERRORS[error.status];
  const { code, message } = error;
  return withParameters(
    target,
    { ...(kind ? { error: kind } : {}), error_code: code, error_description: message },
    pkce,
  );
}

function withParameters(target: string, parameters: Record<string, string>, pkce: boolean): Response {
  const url = new URL(target);
  if (pkce) for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  url.hash = new URLSearchParams({ ...parameters, sb: '' }).toString();
  return seeOther(url.href);
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
