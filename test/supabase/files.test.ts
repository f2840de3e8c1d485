import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startTestBackend, type Person, type TestBackend } from '../support/backend.ts';

/** What becomes of the bytes when nothing names them any more. */
describe('files that nothing names', () => {
  let backend: TestBackend;
  let marie: Person;
  let event: string;
  before(async () => {
    backend = await startTestBackend({ seed: false });
    marie = await backend.createPerson('Marie');
    const { data } = await marie.client
      .from('life_events')
      .insert({ title: 'Radium', start_date: '1898-12-26' })
      .select('id')
      .single();
    event = data!.id as string;
  });
  after(() => backend.close());

  const files = () => backend.admin.storage.from('user-media');
  const sql = (text: string, params: unknown[] = []) => backend.backend.database.query(text, params);

  /** A photo with a small picture, without its row yet. Answers id and paths. */
  async function put(): Promise<{ id: string; paths: readonly [string, string] }> {
    const id = randomUUID();
    const path = `${marie.id}/${event}/${id}`;
    const paths = [path, `${path}-small.webp`] as const;
    for (const one of paths) {
      const { error } = await files().upload(one, new Blob(['x'], { type: 'image/png' }), {
        contentType: 'image/png',
      });
      assert.equal(error, null);
    }
    return { id, paths };
  }

  async function name(id: string): Promise<void> {
    const { error } = await marie.client.from('media_objects').insert({
      id,
      life_event_id: event,
      storage_path: `${marie.id}/${event}/${id}`,
      thumbnail_path: `${marie.id}/${event}/${id}-small.webp`,
      file_name: 'radium.png',
      file_size: 1,
      mime_type: 'image/png',
      media_type: 'image',
    });
    assert.equal(error, null);
  }

  /** As if the files had been put there a while ago. */
  const age = (days: number) =>
    sql(`do $$ begin
      alter table storage.objects disable trigger user;
      update storage.objects set updated_at = now() - interval '${days} days';
      alter table storage.objects enable trigger user;
    end $$`);

  async function orphans(): Promise<unknown> {
    const { data, error } = await backend.admin.rpc('nality_orphans');
    assert.equal(error, null);
    return data;
  }

  it('are listed once their medium is purged, and those of a medium that can be restored are not', async () => {
    const [purged, deleted, live] = [await put(), await put(), await put()];
    for (const { id } of [purged, deleted, live]) await name(id);
    await marie.client.from('media_objects').delete().in('id', [purged.id, deleted.id]);
    await age(31);
    assert.deepEqual(await orphans(), []);
    await sql(`update public.media_objects set deleted_at = now() - interval '31 days' where id = $1`, [
      purged.id,
    ]);
    await backend.admin.rpc('nality_purge');
    assert.deepEqual(await orphans(), purged.paths);
    assert.equal((await files().remove([...purged.paths])).error, null);
    assert.deepEqual(await orphans(), []);
    assert.ok((await files().download(live.paths[0])).data);
    assert.ok((await files().download(deleted.paths[1])).data);
    assert.equal((await files().download(purged.paths[0])).data, null);
  });

  it('are listed when their row never came, but not while it may still come', async () => {
    const { paths } = await put();
    assert.deepEqual(await orphans(), []);
    await age(31);
    assert.deepEqual(await orphans(), paths);
    await files().remove([...paths]);
  });

  it('are not listed where they belong to no event', async () => {
    const path = `${marie.id}/portrait.png`;
    await files().upload(path, new Blob(['x'], { type: 'image/png' }), { contentType: 'image/png' });
    await age(31);
    assert.deepEqual(await orphans(), []);
  });
});
