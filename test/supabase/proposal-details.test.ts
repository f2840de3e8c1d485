import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { insert } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

describe('the details of a proposed event', () => {
  let project: TestProject;
  let marie: Person;
  let session: unknown;
  before(async () => {
    project = await openProject();
    marie = await project.person('Marie');
    session = (await insert(project, marie, 'chat_sessions', {}))['id'];
  });
  after(() => project.close());

  const propose = async (details?: unknown): Promise<Row> => {
    const [row] = await project.rows(
      'service_role',
      `insert into chat_extracted_events (session_id, user_id, title, details)
       values ($1, $2, 'x', ${details === undefined ? 'default' : '$3'}) returning id, details`,
      [session, marie.id, ...(details === undefined ? [] : [JSON.stringify(details)])],
    );
    return row!;
  };
  const read = async (id: unknown): Promise<Row | undefined> =>
    (
      await project.rows(marie, 'select details, deleted_at from chat_extracted_events where id = $1', [id])
    )[0];

  it('are none where none were given', async () => {
    assert.deepEqual((await propose())['details'], {});
  });

  it('are an object of bounded size', async () => {
    for (const details of [[], ['tags'], 'text', 7, null, { note: 'x'.repeat(9000) }])
      await assert.rejects(
        propose(details),
        refusal('23514', 'chat_extracted_events_details_bounded'),
        JSON.stringify(details).slice(0, 40),
      );
  });

  it('hold only what an event could have', async () => {
    const wrong: Record<string, readonly unknown[]> = {
      location_length: ['x'.repeat(501), 7, null, ['x'], {}].map((location) => ({ location })),
      importance_range: [0, 11, 5.5, '5', null, [5], true].map((importance) => ({ importance })),
      tags_bounded: [
        ...['x', null, {}, 7],
        ...[[7], [null], [['nested']], [{}]],
        ...[Array(51).fill('x'), ['x'.repeat(4001)]],
      ].map((tags) => ({ tags })),
    };
    for (const [rule, all] of Object.entries(wrong))
      for (const details of all)
        await assert.rejects(
          propose(details),
          refusal('23514', `chat_extracted_events_details_${rule}`),
          JSON.stringify(details).slice(0, 40),
        );
  });

  it('go into an event up to the bounds', async () => {
    const all = [
      { location: 'é'.repeat(500), importance: 10, tags: Array.from({ length: 50 }, (_, n) => `"${n}\\`) },
      { importance: 1, tags: ['ł'.repeat(1990)] },
      { tags: [], location: '' },
    ];
    for (const details of all) {
      assert.deepEqual((await propose(details))['details'], details);
      const { location = null, importance = 5, tags } = details;
      const event = { id: randomUUID(), title: 'x', start_date: '1900-01-01', location, importance, tags };
      assert.deepEqual((await insert(project, marie, 'life_events', event))['tags'], tags);
    }
  });

  it('are read by the person, who changes none of them', async () => {
    const { id, details } = await propose({ location: 'Paris' });
    assert.deepEqual((await read(id))?.['details'], details);
    await assert.rejects(
      project.rows(marie, `update chat_extracted_events set details = '{}' where id = $1`, [id]),
      refusal('42501'),
    );
  });

  it('go with a deleted proposal, and come back with it', async () => {
    const { id, details } = await propose({ location: 'Paris', tags: ['radium'] });
    await project.rows(marie, 'delete from chat_extracted_events where id = $1', [id]);
    const tombstone = await read(id);
    assert.ok(tombstone?.['deleted_at']);
    assert.deepEqual(tombstone['details'], {});
    await project.rows(marie, 'update chat_extracted_events set deleted_at = null where id = $1', [id]);
    assert.deepEqual(await read(id), { details, deleted_at: null });
  });
});
