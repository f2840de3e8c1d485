import type { NalityError } from '../../errors.ts';
import { errorOf } from '../remote-errors.ts';

/** What Storage answered, as an error. It says 400 to HTTP, and in the body what it means. */
export function storageError(status: number, text: string): NalityError {
  let body: { statusCode?: unknown; message?: unknown } = {};
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    // A gateway, or tus: then the status is all there is.
  }
  const meant = Number(body.statusCode) || status;
  // The tokens of PostgREST have codes; here a 401 is always one that does not count any more.
  if (meant === 401) return errorOf({ status: meant, code: 'PGRST301', message: text });
  return errorOf({ status: meant, message: typeof body.message === 'string' ? body.message : text });
}
