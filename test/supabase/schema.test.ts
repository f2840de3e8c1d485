import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openProject } from './project.ts';
import type { TestProject } from './project.ts';

/** What has to hold for whatever a migration adds. */
describe('the schema', () => {
  let project: TestProject;
  before(async () => {
    project = await openProject();
  });
  after(() => project.close());

  const names = async (sql: string): Promise<unknown[]> =>
    (await project.rows('postgres', sql)).map((row) => Object.values(row)[0]);
  const OURS = `('public', 'nality')`;

  it('has row level security on every table', async () => {
    assert.deepEqual(
      await names(`select relname from pg_class where relnamespace::regnamespace::text in ${OURS}
                   and relkind in ('r', 'p') and not relrowsecurity`),
      [],
    );
  });

  it('gives every function an empty search path', async () => {
    assert.deepEqual(
      await names(`select oid::regprocedure::text from pg_proc where pronamespace::regnamespace::text in ${OURS}
                   and not coalesce(proconfig, '{}') @> array['search_path=""']`),
      [],
    );
  });

  it('lets nobody call a function by default', async () => {
    assert.deepEqual(
      await names(`select oid::regprocedure::text from pg_proc where pronamespace::regnamespace::text in ${OURS}
                   and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))`),
      [],
    );
  });

  it('offers exactly these functions to each role', async () => {
    const callable = (role: string) =>
      names(`select proname from pg_proc where pronamespace = 'public'::regnamespace
             and has_function_privilege('${role}', oid, 'execute') order by proname`);
    const everybody = [
      'nality_apply_ops',
      'nality_changes',
      'nality_comment_counts',
      'nality_event_access',
      'nality_fingerprint',
      'nality_info',
      'nality_level',
      'nality_members',
      'nality_page',
    ];
    assert.deepEqual(await callable('anon'), everybody);
    assert.deepEqual(await callable('authenticated'), [
      ...everybody.slice(0, 6),
      'nality_leave',
      'nality_level',
      'nality_live',
      'nality_members',
      'nality_page',
      'nality_push_off',
      'nality_push_on',
      'nality_read_all',
      'nality_seen',
      'nality_unread_count',
    ]);
    assert.deepEqual(await callable('service_role'), [
      'nality_apply_ops',
      'nality_changes',
      'nality_comment_counts',
      'nality_event_access',
      'nality_fingerprint',
      'nality_info',
      'nality_level',
      'nality_members',
      'nality_new_epoch',
      'nality_orphans',
      'nality_page',
      'nality_purge',
    ]);
  });

  it('lets nobody who is not signed in write anything', async () => {
    assert.deepEqual(
      await names(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
                   and (has_any_column_privilege('anon', oid, 'insert, update, references') or has_table_privilege('anon', oid, 'delete, truncate, trigger'))`),
      [],
    );
  });

  it('hides the private schema’s tables from the API', async () => {
    assert.deepEqual(
      await names(`select relname from pg_class, unnest(array['anon', 'authenticated', 'service_role']) role
                   where relnamespace = 'nality'::regnamespace and relkind = 'r' and has_table_privilege(role, oid, 'select')`),
      [],
    );
  });

  it('has an index for every foreign key', async () => {
    assert.deepEqual(
      await names(`select conname from pg_constraint key where contype = 'f' and connamespace::regnamespace::text in ${OURS}
                   and not exists (select from pg_index where indrelid = key.conrelid
                     and (indkey::int2[])[0:cardinality(key.conkey) - 1] @> key.conkey)`),
      [],
    );
  });

  it('publishes the synced tables and profiles, and no table whose keys tell who knows whom', async () => {
    const published = await names(
      `select tablename from pg_publication_tables where pubname = 'supabase_realtime' order by 1`,
    );
    const synced = await names('select name from nality.sources');
    assert.deepEqual(published, [...synced, 'profiles'].sort());
  });

  it('names every synced table’s kit columns and blanks only columns that exist', async () => {
    assert.deepEqual(
      await names(`select name || '.' || missing from nality.sources,
                     unnest(array['id', 'rev', 'changed_xid', 'updated_at', 'deleted_at', scope] || insertable || editable
                       || array(select jsonb_object_keys(blank))) missing
                   where not exists (select from pg_attribute where attrelid = ('public.' || name)::regclass and attname = missing)`),
      [],
    );
  });
});
