import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPlatform } from '../../../src/local/database/platform.ts';
import { createConfiguredBuckets, readStorageConfig } from '../../../src/local/storage/config.ts';

test('sizes are read as the CLI reads them', () => {
  const limit = (file_size_limit: unknown) =>
    readStorageConfig({ storage: { file_size_limit } }).fileSizeLimit;
  assert.deepEqual(
    ['50MiB', '1.5GB', '10k', 1000, undefined].map(limit),
    [52_428_800, 1_610_612_736, 10_240, 1000, 52_428_800],
  );
  assert.throws(() => limit('much'), /\[storage\] file_size_limit must be a size such as "50MiB"/);
});

test('configured buckets are made, and changed where they are there', async () => {
  const database = await openPlatform();
  const table = (settings: object) => ({ storage: { buckets: { shelf: settings, plain: {} } } });
  const kept = async (settings: object) => {
    await createConfiguredBuckets(database, readStorageConfig(table(settings)));
    const { rows } = await database.query(
      'select id, public, file_size_limit, allowed_mime_types from storage.buckets order by id',
    );
    return rows.map((row) => Object.values(row));
  };
  const plain = ['plain', false, null, null];
  assert.deepEqual(await kept({ public: true, file_size_limit: '1KiB', allowed_mime_types: ['image/*'] }), [
    plain,
    ['shelf', true, 1024, ['image/*']],
  ]);
  assert.deepEqual(await kept({}), [plain, ['shelf', false, null, null]]);
  await database.close();
});
