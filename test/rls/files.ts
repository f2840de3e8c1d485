import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Role, Verb } from './matrix.ts';
import type { Timeline, World } from './world.ts';

const BUCKET = 'user-media';
const OPTIONS = { contentType: 'image/png' };
const ORIGINAL = 'original';
const FORGED = 'forged';

/** Tries one cell of storage.objects over Storage's HTTP, on the file of a medium of the timeline. */
export async function tryFile(world: World, role: Role, timeline: Timeline, verb: Verb): Promise<boolean> {
  const id = randomUUID();
  const path = `${timeline.owner}/${timeline.event}/${id}`;
  const files = world.clients[role].storage.from(BUCKET);
  if (verb === 'insert') {
    await files.upload(path, blob(FORGED), OPTIONS);
    return (await content(world.backend.admin, path)) === FORGED;
  }
  const { error } = await world.backend.admin.storage.from(BUCKET).upload(path, blob(ORIGINAL), OPTIONS);
  if (error) throw error;
  await putMedium(world, timeline, id, path);
  if (verb === 'select') return (await content(world.clients[role], path)) === ORIGINAL;
  if (verb === 'update') {
    await files.update(path, blob(FORGED), OPTIONS);
    return (await content(world.backend.admin, path)) === FORGED;
  }
  await files.remove([path]);
  return (await content(world.backend.admin, path)) === undefined;
}

/** The row that names a file. The matrix tries more of them than an event takes. */
async function putMedium(world: World, { owner, event }: Timeline, id: string, path: string): Promise<void> {
  await world.drop('public.media_objects', { life_event_id: event });
  await world.put('public.media_objects', {
    id,
    user_id: owner,
    created_by: owner,
    life_event_id: event,
    storage_path: path,
    file_name: 'photo.png',
    file_size: ORIGINAL.length,
    mime_type: OPTIONS.contentType,
    media_type: 'image',
  });
}

async function content(client: SupabaseClient, path: string): Promise<string | undefined> {
  const { data } = await client.storage.from(BUCKET).download(path);
  return data?.text();
}

function blob(text: string): Blob {
  return new Blob([text], { type: OPTIONS.contentType });
}
