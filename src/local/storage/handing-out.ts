import { json } from '../gateway/json.ts';
import { ownerOf } from './context.ts';
import type { StorageContext } from './context.ts';
import { download } from './download.ts';
import { featureNotEnabled, invalidShape } from './errors.ts';
import { readIncoming } from './incoming-file.ts';
import { checkName } from './names.ts';
import { findNames, findObject } from './objects.ts';
import type { Place, Route } from './place.ts';
import { putFile, tryPut } from './put.ts';
import { checkGrant, signGrant } from './signing.ts';

/** For how long a signed upload may wait. */
const UPLOAD_SECONDS = 2 * 60 * 60;

const urlOf = ({ bucket, name }: Place) => `${bucket}/${name}`;
const tokenOf = (request: Request) => new URL(request.url).searchParams.get('token');

export const readSigned: Route = async (place, context) => {
  const wanted = { url: urlOf(place), scope: 'download' } as const;
  const grant = await checkGrant(tokenOf(context.request), wanted, context.jwtSecret);
  const object = await context.asServer((sql) => findObject(sql, place));
  return download(context, object, new Date(grant.exp * 1000));
};

export const uploadSigned: Route = async (place, context) => {
  const wanted = { url: urlOf(place), scope: 'upload' } as const;
  const { owner = null, upsert = false } = await checkGrant(
    tokenOf(context.request),
    wanted,
    context.jwtSecret,
  );
  const file = await readIncoming(context.request.headers, context.body);
  await putFile({ place, owner, upsert }, file, context);
  return json(200, { Key: urlOf(place) });
};

interface SignRequest {
  expiresIn: number;
  paths?: string[];
  transform?: object;
  versionId?: string;
}

/** Whoever may read an object may hand on that right for a while. */
export const sign: Route = async (place, context) => {
  const { expiresIn, transform, versionId } = await readSignRequest(context);
  if (transform) throw featureNotEnabled();
  await context.asCaller('object.sign', (sql) => findObject(sql, place, versionId));
  return json(200, { signedURL: await addressOf(place, expiresIn, context) });
};

export const signMany: Route = async ({ bucket }, context) => {
  const { expiresIn, paths = [] } = await readSignRequest(context);
  const found = await context.asCaller('object.sign_many', (sql) => findNames(sql, bucket, paths));
  const signed = paths.map(async (path) => {
    const signedURL = found.has(path) ? await addressOf({ bucket, name: path }, expiresIn, context) : null;
    const error = signedURL ? null : 'Either the object does not exist or you do not have access to it';
    return { error, path, signedURL };
  });
  return json(200, await Promise.all(signed));
};

async function readSignRequest({ body }: StorageContext): Promise<SignRequest> {
  const wanted = await body.json<SignRequest>();
  if (!Number.isInteger(wanted.expiresIn)) throw invalidShape('body/expiresIn must be integer');
  if (wanted.expiresIn < 1) throw invalidShape('body/expiresIn must be >= 1');
  return wanted;
}

async function addressOf(place: Place, seconds: number, { jwtSecret }: StorageContext): Promise<string> {
  const token = await signGrant({ url: urlOf(place), scope: 'download' }, seconds, jwtSecret);
  return `/object/sign/${urlOf(place)}?token=${token}`; // the client encodes it
}

/** Whoever may add the object may hand on that right for a while. */
export const signUpload: Route = async (place, context) => {
  checkName(place.name);
  const owner = ownerOf(context);
  const upsert = context.request.headers.get('x-upsert') === 'true';
  await tryPut({ place, owner, upsert, operation: 'object.sign_upload_url' }, {}, null, context);
  const grant = { url: urlOf(place), scope: 'upload', owner, upsert } as const;
  const token = await signGrant(grant, UPLOAD_SECONDS, context.jwtSecret);
  return json(200, { url: `/object/upload/sign/${urlOf(place)}?token=${token}`, token });
};
