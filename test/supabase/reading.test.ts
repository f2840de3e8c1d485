import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { fingerprintOf, sameFingerprint, type Fingerprint } from '../../src/core/sync/fingerprint.ts';
import type { SyncedRow } from '../../src/core/sync/rows.ts';
import { addEvent, share } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, Row, TestProject, Who } from './project.ts';

let project: TestProject;
let marie: Person;
let camille: Person;
before(async () => {
  project = await openProject();
  [marie, camille] = await Promise.all([project.person('Marie'), project.person('Camille')]);
});
after(() => project.close());

interface Place {
  value: unknown;
  id: string;
}

describe('nality_fingerprint', () => {
  const fingerprint = (who: Who, scope: Person, by: string | null = null, edge: Place | null = null) =>
    project.value<Fingerprint>(who, 'select public.nality_fingerprint($1, $2, $3, $4::jsonb)', [
      'life_events',
      scope.id,
      by,
      edge && JSON.stringify(edge),
    ]);
  const known = (owner: Person) =>
    project.rows<SyncedRow>(
      owner,
      'select id, rev::int, deleted_at from life_events where user_id = $1 order by random()',
      [owner.id],
    );

  it('of nothing is nothing', async () => {
    assert.deepEqual(await fingerprint(marie, camille), { count: 0, a: 0, b: 0 });
    assert.deepEqual(fingerprintOf([]), { count: 0, a: 0, b: 0 });
  });

  it('is what the client makes of the same rows, whatever their ids and revisions', async () => {
    const rows = fc.array(fc.record({ id: fc.uuid(), rev: fc.oneof(fc.nat(), fc.maxSafeNat()) }), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.uuid(), { maxLength: 20 }), rows, async (ids, more) => {
        const all = [...ids.map((id) => ({ id, rev: 1 })), ...more];
        const unique = [...new Map(all.map((row) => [row.id, row])).values()];
        const owner = await project.person();
        await project.as('supabase_admin', async (sql) => {
          await sql.query(`set local session_replication_role = 'replica'`);
          await sql.query(
            `insert into life_events (id, rev, user_id, title, start_date)
             select (row ->> 'id')::uuid, (row ->> 'rev')::bigint, $2, 'Any', '1900-01-01' from jsonb_array_elements($1) row
             on conflict do nothing`,
            [JSON.stringify(unique), owner.id],
          );
        });
        const stored = await project.rows<SyncedRow>(
          owner,
          'select id, rev::float8 as rev, null as deleted_at from life_events where user_id = $1',
          [owner.id],
        );
        assert.deepEqual(await fingerprint(owner, owner), fingerprintOf(stored));
      }),
      { numRuns: 40 },
    );
  });

  it('adds up beyond the numbers that JavaScript has exactly', async () => {
    const owner = await project.person();
    await project.as('supabase_admin', async (sql) => {
      await sql.query(`set local session_replication_role = 'replica'`);
      await sql.query(
        `insert into life_events (id, rev, user_id, title, start_date)
         select gen_random_uuid(), n, $1, 'Any', '1900-01-01' from generate_series(1, 5000) n`,
        [owner.id],
      );
    });
    assert.deepEqual(await fingerprint(owner, owner), fingerprintOf(await known(owner)));
    const heavy = Array.from({ length: 1_100_000 }, () => ({
      id: 'ffffffff-ffff-4fff-bfff-ffffffffffff',
      rev: 0,
      deleted_at: null,
    }));
    const exact = (1_100_000n * 0xffffffffn) % 2n ** 52n;
    assert.equal(BigInt(fingerprintOf(heavy).a), exact);
  });

  it('tells every edit, deletion and restoring, and a tombstone does not count', async () => {
    const owner = await project.person();
    const [id] = await Promise.all(['One', 'Two'].map((title) => addEvent(project, owner, { title })));
    const seen = [await fingerprint(owner, owner)];
    for (const change of [
      `update life_events set title = 'Anew' where id = $1`,
      'delete from life_events where id = $1',
      'update life_events set deleted_at = null where id = $1',
    ]) {
      await project.rows(owner, change, [id]);
      const now = await fingerprint(owner, owner);
      assert.deepEqual(now, fingerprintOf(await known(owner)), change);
      assert.ok(!seen.some((other) => sameFingerprint(other, now)), change);
      seen.push(now);
    }
  });

  it('counts what the caller may see', async () => {
    const owner = await project.person();
    await addEvent(project, owner);
    assert.equal((await fingerprint(camille, owner)).count, 0);
    await share(project, owner, camille);
    assert.deepEqual(await fingerprint(camille, owner), await fingerprint(owner, owner));
  });

  it('goes down to a place in an order', async () => {
    const owner = await project.person();
    for (let n = 0; n < 4; n += 1) await addEvent(project, owner);
    const sorted = await project.rows<Place>(
      owner,
      `select to_jsonb(created_at) #>> '{}' as value, id from life_events where user_id = $1
       order by created_at desc, id desc`,
      [owner.id],
    );
    assert.equal(sorted.length, 4);
    const rows = await known(owner);
    for (const [index, edge] of sorted.entries()) {
      const inside = new Set(sorted.slice(0, index + 1).map(({ id }) => id));
      assert.deepEqual(
        await fingerprint(owner, owner, 'created_at', edge),
        fingerprintOf(rows.filter(({ id }) => inside.has(id))),
      );
    }
  });

  it('is of synced tables and of columns that are never empty', async () => {
    const edge = { value: null, id: randomUUID() };
    await assert.rejects(fingerprint(marie, marie, 'start_date', edge), refusal('22023'));
    await assert.rejects(fingerprint(marie, marie, 'no "such" column', edge), refusal('22023'));
    await assert.rejects(
      project.rows(marie, `select nality_fingerprint('users', $1)`, [marie.id]),
      refusal('42P01'),
    );
  });
});

describe('nality_page', () => {
  interface Page {
    epoch: string;
    rows: Row[];
    more: boolean;
    cursor: string;
  }
  const read = (who: Who, scope: Person, before: Place | null = null, page = 2, by = 'created_at') =>
    project.value<Page>(who, 'select public.nality_page($1, $2, $3, $4::jsonb, $5)', [
      'life_events',
      scope.id,
      by,
      before && JSON.stringify(before),
      page,
    ]);
  const placeOf = (row: Row | undefined): Place => ({
    value: row?.['created_at'],
    id: row?.['id'] as string,
  });

  it('gives the newest rows page by page, each once, also those of one moment', async () => {
    const owner = await project.person();
    const ids = await Promise.all(Array.from({ length: 7 }, () => addEvent(project, owner)));
    await project.rows(
      'postgres',
      `update life_events set created_at = '1911-12-10T00:00:00.000001Z' where id = any ($1)`,
      [ids.slice(0, 3)],
    );
    const deleted = await addEvent(project, owner);
    await project.rows(owner, 'delete from life_events where id = $1', [deleted]);
    const order = await project.rows(
      owner,
      'select id from life_events where user_id = $1 and deleted_at is null order by created_at desc, id desc',
      [owner.id],
    );
    const seen: unknown[] = [];
    for (let before: Place | null = null, more = true; more;) {
      const page: Page = await read(owner, owner, before);
      seen.push(...page.rows.map((row) => row['id']));
      more = page.more;
      before = placeOf(page.rows.at(-1));
    }
    assert.deepEqual(
      seen,
      order.map((row) => row['id']),
    );
  });

  it('has the cursor of its own statement: what comes later is among the changes since', async () => {
    const owner = await project.person();
    await addEvent(project, owner);
    const page = await read(owner, owner);
    const later = await addEvent(project, owner);
    const changes = await project.value<{ rows: Row[] }>(
      owner,
      `select nality_changes('life_events', $1, $2)`,
      [owner.id, page.cursor],
    );
    assert.ok(changes.rows.some((row) => row['id'] === later));
    assert.equal(page.epoch, (await project.value<Row>('anon', 'select nality_info()'))['epoch']);
  });

  it('has the same rows as nality_changes', async () => {
    const owner = await project.person();
    await addEvent(project, owner);
    const changes = await project.value<{ rows: Row[] }>(owner, `select nality_changes('life_events', $1)`, [
      owner.id,
    ]);
    assert.deepEqual((await read(owner, owner)).rows, changes.rows);
  });

  it('shows nobody more than they may see, and orders by no column that may be empty', async () => {
    const owner = await project.person();
    await addEvent(project, owner);
    assert.deepEqual((await read(camille, owner)).rows, []);
    assert.deepEqual((await read('anon', owner)).rows, []);
    await assert.rejects(read(owner, owner, null, 2, 'start_date'), refusal('22023'));
    await assert.rejects(read(owner, owner, null, 2, 'ctid'), refusal('22023'));
  });

  it('never gives more than 500 rows at once', async () => {
    const owner = await project.person();
    await project.rows(
      owner,
      `insert into life_events (title, start_date) select 'many', '1900-01-01' from generate_series(1, 501)`,
    );
    const page = await read(owner, owner, null, 100_000);
    assert.deepEqual([page.rows.length, page.more], [500, true]);
  });
});
