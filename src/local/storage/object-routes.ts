import type { StorageContext } from './context.ts';
import { routeNotFound } from './errors.ts';
import { readSigned, sign, signMany, signUpload, uploadSigned } from './handing-out.ts';
import type { Place, Route } from './place.ts';
import { info, infoPublic, list, listV2, read, readPublic } from './reading.ts';
import { copy, move } from './relocating.ts';
import { removeMany, removeOne, upload } from './writing.ts';

/** What follows the words of a route. */
type Rest = 'nothing' | 'bucket' | 'object';

/** By method and the words before `bucket/name`; the first that fits is taken. */
const ROUTES: [method: string, words: string, rest: Rest, route: Route][] = [
  ['POST', 'upload/sign/', 'object', signUpload],
  ['PUT', 'upload/sign/', 'object', uploadSigned],
  ['POST', 'list/', 'bucket', list],
  ['POST', 'list-v2/', 'bucket', listV2],
  ['POST', 'sign/', 'object', sign],
  ['POST', 'sign/', 'bucket', signMany],
  ['GET', 'sign/', 'object', readSigned],
  ['GET', 'public/', 'object', readPublic],
  ['GET', 'info/public/', 'object', infoPublic],
  ['GET', 'info/authenticated/', 'object', info],
  ['GET', 'info/', 'object', info],
  ['GET', 'authenticated/', 'object', read],
  ['POST', 'move', 'nothing', move],
  ['POST', 'copy', 'nothing', copy],
  ['GET', '', 'object', read],
  ['POST', '', 'object', upload],
  ['PUT', '', 'object', upload],
  ['DELETE', '', 'object', removeOne],
  ['DELETE', '', 'bucket', removeMany],
];

/** Everything below `/object/`. */
export async function handleObjects(rest: string, context: StorageContext): Promise<Response> {
  const { method } = context.request;
  const verb = method === 'HEAD' ? 'GET' : method;
  const match = ROUTES.find((route) => route[0] === verb && fits(route, rest));
  if (!match) throw routeNotFound(method, `/object/${rest}`);
  const [, words, , route] = match;
  return route(placeOf(rest.slice(words.length)), context);
}

function fits([, words, kind]: (typeof ROUTES)[number], path: string): boolean {
  if (kind === 'nothing') return path === words;
  if (!path.startsWith(words)) return false;
  const { bucket, name } = placeOf(path.slice(words.length));
  return bucket !== '' && (name !== '') === (kind === 'object');
}

function placeOf(path: string): Place {
  const [, bucket = '', name = ''] = /^([^/]*)\/?([^]*)$/.exec(path) ?? [];
  return { bucket, name };
}
