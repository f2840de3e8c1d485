import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Role, Verb } from './matrix.ts';
import type { Timeline, World } from './world.ts';

const BUCKET = 'user-media';
const OPTIONS = { contentType: 'image/png' };
const ORIGINAL = 'original';
const FORGED = 'forged';

/** Tries one cell of storage.objects over Storage's HTTP, on a file of an event of the timeline. */
export async function tryFile(world: World, role: Role, timeline: Timeline, verb: Verb): Promise<boolean> {
  const path = `${timeline.owner}/${timeline.event}/${randomUUID()}`;
  const files = world.clients[role].storage.from(BUCKET);
  if (verb === 'insert') {
    await files.upload(path, blob(FORGED), OPTIONS);
    return (await content(world.backend.admin, path)) === FORGED;
  }
  const { error } = await world.backend.admin.storage.from(BUCKET).upload(path, blob(ORIGINAL), OPTIONS);
  if (error) throw error;
  if (verb === 'select') return (await content(world.clients[role], path)) === ORIGINAL;
  if (verb === 'update') {
    await files.update(path, blob(FORGED), OPTIONS);
    return (await content(world.backend.admin, path)) === FORGED;
  }
  await files.remove([path]);
  return (await content(world.backend.admin, path)) === undefined;
}

async function content(client: SupabaseClient, path: string): Promise<string | undefined> {
  const { data } = await client.storage.from(BUCKET).download(path);
  return data?.text();
}

function blob(text: string): Blob {
  return new Blob([text], { type: OPTIONS.contentType });
}
