import { roleOfKey } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { json } from './json.ts';

/** The role that the request's key stands for, or the refusal that the gateway answers with. */
export function checkApiKey(
  request: Request,
  keys: Keys,
): { role: 'anon' | 'service_role' } | { refusal: Response } {
  const key = request.headers.get('apikey') ?? new URL(request.url).searchParams.get('apikey');
  if (!key) {
    const hint = 'No `apikey` request header or url param was found.';
    return { refusal: json(401, { message: 'No API key found in request', hint }) };
  }
  const role = roleOfKey(keys, key);
  if (role) return { role };
  const hint = 'Double check your Supabase `anon` or `service_role` API key.';
  return { refusal: json(401, { message: 'Invalid API key', hint }) };
}
