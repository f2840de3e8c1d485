import { decodeProtectedHeader } from 'jose';
import { verifyAccessToken } from '../gateway/token.ts';
import { roleOfKey } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { unauthorized } from './errors.ts';

/** What `verify_jwt` asks for: a token of this project, or one of its keys in `apikey`; else the refusal. */
export async function checkCaller({ headers }: Request, keys: Keys): Promise<Response | undefined> {
  const authorization = headers.get('authorization');
  const apiKey = headers.get('apikey');
  if (!authorization && !apiKey) {
    return unauthorized('UNAUTHORIZED_NO_AUTH_HEADER', 'Missing authorization header');
  }
  const bearer = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  const token = bearer && !bearer.startsWith('sb_') ? bearer : apiKey;
  if (token && roleOfKey(keys, token)) return undefined;
  return checkToken(token ?? '', keys);
}

async function checkToken(token: string, keys: Keys): Promise<Response | undefined> {
  const algorithm = algorithmOf(token);
  if (!algorithm) return unauthorized('UNAUTHORIZED_INVALID_JWT_FORMAT', 'Invalid JWT format');
  const code = REFUSALS[algorithm];
  if (!code) {
    return unauthorized('UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM', `Unsupported JWT algorithm ${algorithm}`);
  }
  return 'failure' in (await verifyAccessToken(token, keys)) ? unauthorized(code) : undefined;
}

const REFUSALS: Record<string, string | undefined> = {
  HS256: 'UNAUTHORIZED_LEGACY_JWT',
  ES256: 'UNAUTHORIZED_ASYMMETRIC_JWT',
  RS256: 'UNAUTHORIZED_ASYMMETRIC_JWT',
};

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}
