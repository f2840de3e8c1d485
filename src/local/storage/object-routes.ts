import { routeNotFound } from './errors.ts';
import { readSigned, sign, signUpload, uploadSigned } from './handing-out.ts';
import type { Route } from './place.ts';
import { info, list, read, readPublic } from './reading.ts';
import type { StorageContext } from './context.ts';
import { copy, move, remove, upload } from './writing.ts';

/** By method and the words before `bucket/name`; the first that fits is taken. */
const ROUTES: [method: string, words: string, route: Route][] = [
  ['POST', 'upload/sign/', signUpload],
  ['PUT', 'upload/sign/', uploadSigned],
  ['POST', 'list/', list],
  ['POST', 'sign/', sign],
  ['GET', 'sign/', readSigned],
  ['GET', 'public/', readPublic],
  ['GET', 'info/authenticated/', info],
  ['GET', 'info/', info],
  ['GET', 'authenticated/', read],
  ['POST', 'move', move],
  ['POST', 'copy', copy],
  ['GET', '', read],
  ['POST', '', upload],
  ['PUT', '', upload],
  ['DELETE', '', remove],
];

/** Everything below `/object/`. */
export async function handleObjects(rest: string, context: StorageContext): Promise<Response> {
  const method = context.request.method === 'HEAD' ? 'GET' : context.request.method;
  const match = ROUTES.find(([verb, words]) => verb === method && fits(words, rest));
  if (!match) throw routeNotFound();
  const [, words, route] = match;
  const [, bucket = '', name = ''] = /^([^/]*)\/?([^]*)$/.exec(rest.slice(words.length)) ?? [];
  return route({ bucket, name }, context);
}

/** `move` is a whole path, `sign/` the beginning of one. */
function fits(words: string, rest: string): boolean {
  return words === '' || words.endsWith('/') ? rest.startsWith(words) : rest === words;
}
