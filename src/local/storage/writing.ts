import { json } from '../gateway/json.ts';
import { ownerOf } from './context.ts';
import type { StorageContext } from './context.ts';
import { accessDenied, invalidShape } from './errors.ts';
import { readIncoming } from './incoming-file.ts';
import { deleteObjects, findObject } from './objects.ts';
import type { Removal } from './objects.ts';
import type { Route } from './place.ts';
import { putFile } from './put.ts';

export const upload: Route = async (place, context) => {
  const { headers, method } = context.request;
  const isUpdate = method === 'PUT';
  const object = await putFile(
    {
      place,
      owner: ownerOf(context),
      upsert: isUpdate || headers.get('x-upsert') === 'true',
      operation: isUpdate ? 'object.upload_update' : 'object.upload',
    },
    await readIncoming(headers, context.body),
    context,
  );
  return json(200, { Key: `${place.bucket}/${place.name}`, Id: object.id });
};

/** `DELETE /object/:bucket/:name` */
export const removeOne: Route = async (place, context) => {
  await context.asServer((sql) => findObject(sql, place));
  const removed = await remove('object.delete', place.bucket, [{ name: place.name }], context);
  if (removed.length === 0) throw accessDenied();
  return json(200, { message: 'Successfully deleted' });
};

/** `DELETE /object/:bucket` with names; those that may not be removed are passed over. */
export const removeMany: Route = async ({ bucket }, context) => {
  const { prefixes } = await context.body.json<{
    prefixes?: (string | { path: string; versionId: string })[];
  }>();
  if (!prefixes?.length) throw invalidShape('body/prefixes must NOT have fewer than 1 items');
  if (prefixes.length > 1000) throw invalidShape('body/prefixes must NOT have more than 1000 items');
  const removals = prefixes.map((entry) =>
    typeof entry === 'string' ? { name: entry } : { name: entry.path, version: entry.versionId },
  );
  return json(200, await remove('object.delete_many', bucket, removals, context));
};

async function remove(
  operation: string,
  bucket: string,
  removals: readonly Removal[],
  { asCaller, store }: StorageContext,
) {
  const removed = await asCaller(operation, (sql) => deleteObjects(sql, bucket, removals));
  await Promise.all(removed.map((object) => store.remove(object.version)));
  return removed;
}
