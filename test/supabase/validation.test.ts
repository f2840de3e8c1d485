import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { addEvent, insert, share } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

const DAY = 24 * 60 * 60 * 1000;
const isoDate = (time: number) => new Date(time).toISOString().slice(0, 10);

describe('validation', () => {
  let project: TestProject;
  let marie: Person;
  let event: string;
  before(async () => {
    project = await openProject();
    marie = await project.person('Marie');
    event = await addEvent(project, marie);
  });
  after(() => project.close());

  const refused = (table: string, row: Row, constraint: string, code = '23514') =>
    assert.rejects(
      insert(project, marie, table, row),
      refusal(code, constraint),
      JSON.stringify(row).slice(0, 80),
    );
  const events = (row: Row, constraint: string, code?: string) =>
    refused('life_events', { title: 'x', start_date: '1900-01-01', ...row }, constraint, code);

  it('checks life events', async () => {
    await events({ title: '' }, 'life_events_title_length');
    await events({ title: 'x'.repeat(201) }, 'life_events_title_length');
    await events({ title: ' \n\t ' }, 'life_events_title_not_blank');
    await events({ description: 'x'.repeat(5001) }, 'life_events_description_length');
    await events({ start_date: null }, 'life_events_start_required');
    await events({ start_date: isoDate(Date.now() + 3 * DAY) }, 'life_events_start_not_future');
    await events({ end_date: '1899-12-31' }, 'life_events_dates_ordered');
    await events({ date_precision: 'century' }, 'life_events_date_precision_known');
    await events({ category: 'science' }, 'life_events_category_known');
    await events({ importance: 0 }, 'life_events_importance_range');
    await events({ importance: 11 }, 'life_events_importance_range');
    await events({ tags: Array.from({ length: 51 }, () => 'x') }, 'life_events_tags_bounded');
    await events({ metadata: '[]' }, 'life_events_metadata_bounded', '23514');
    await events({ metadata: { x: 'x'.repeat(70_000) } }, 'life_events_metadata_bounded');
  });

  it('takes life events up to the bounds, and fills in the defaults', async () => {
    const row = await insert(project, marie, 'life_events', {
      title: 'é'.repeat(200),
      description: 'ł'.repeat(5000),
      start_date: isoDate(Date.now()),
      end_date: isoDate(Date.now()),
    });
    assert.deepEqual(
      [
        row['importance'],
        row['category'],
        row['date_precision'],
        row['is_ongoing'],
        row['tags'],
        row['user_id'],
      ],
      [5, 'personal', 'day', false, [], marie.id],
    );
  });

  const media = (fields: Row = {}): Row => {
    const id = randomUUID();
    return {
      id,
      life_event_id: event,
      storage_path: `${marie.id}/${event}/${id}`,
      file_name: 'photo.jpg',
      file_size: 1000,
      mime_type: 'image/jpeg',
      media_type: 'image',
      ...fields,
    };
  };
  const MB = 1024 * 1024;

  it('checks media', async () => {
    const bad = (fields: Row, constraint: string, code?: string) =>
      refused('media_objects', media(fields), constraint, code);
    await bad({ file_size: 10 * MB + 1 }, 'media_objects_file_size_range');
    await bad(
      { media_type: 'video', mime_type: 'video/mp4', file_size: 100 * MB + 1 },
      'media_objects_file_size_range',
    );
    await bad(
      { media_type: 'document', mime_type: 'application/pdf', file_size: 25 * MB + 1 },
      'media_objects_file_size_range',
    );
    await bad({ mime_type: 'image/svg+xml' }, 'media_objects_mime_type_known');
    await bad({ media_type: 'video' }, 'media_objects_mime_type_known');
    await bad({ media_type: 'hologram' }, 'media_objects_media_type_known');
    await bad({ storage_path: `${randomUUID()}/${event}/x` }, 'media_objects_storage_path_in_place');
    await bad({ file_name: '' }, 'media_objects_file_name_length');
    const pierre = await project.person('Pierre');
    await share(project, pierre, marie);
    const elsewhere = await addEvent(project, pierre);
    const id = randomUUID();
    await bad(
      { id, life_event_id: elsewhere, storage_path: `${marie.id}/${elsewhere}/${id}` },
      'media_objects_event_of_timeline',
      '23503',
    );
  });

  it('takes 20 media per event, not 21; deleted ones do not count', async () => {
    event = await addEvent(project, marie);
    const ids: unknown[] = [];
    for (let n = 0; n < 20; n++) ids.push((await insert(project, marie, 'media_objects', media()))['id']);
    await refused('media_objects', media(), 'media_objects_twenty_per_event');
    await project.rows(marie, 'delete from media_objects where id = $1', [ids[0]]);
    await insert(project, marie, 'media_objects', media());
    await assert.rejects(
      project.rows(marie, 'update media_objects set deleted_at = null where id = $1', [ids[0]]),
      refusal('23514', 'media_objects_twenty_per_event'),
    );
  });

  it('checks comments', async () => {
    const bad = (row: Row, constraint: string, code?: string) =>
      refused('event_comments', { event_id: event, content: 'x', ...row }, constraint, code);
    await bad({ content: '' }, 'event_comments_content_length');
    await bad({ content: 'x'.repeat(5001) }, 'event_comments_content_length');
    await bad({ content: '  ' }, 'event_comments_content_not_blank');
    await bad({ mentions: Array.from({ length: 51 }, () => marie.id) }, 'event_comments_mentions_bounded');
    const other = await addEvent(project, marie);
    const elsewhere = await insert(project, marie, 'event_comments', { event_id: other, content: 'x' });
    await bad({ parent_id: elsewhere['id'] }, 'event_comments_parent_on_event', '23503');
  });

  it('checks shares', async () => {
    const friend = await project.person();
    const bad = (row: Row, constraint: string, code?: string) =>
      refused('timeline_shares', row, constraint, code);
    await bad({ grantee_kind: 'user', grantee_id: friend.id, level: 'owner' }, 'timeline_shares_level_known');
    await bad({ grantee_kind: 'public', level: 'edit' }, 'timeline_shares_public_is_view');
    await bad({ grantee_kind: 'public', grantee_id: friend.id }, 'timeline_shares_grantee_given');
    await bad({ grantee_kind: 'user' }, 'timeline_shares_grantee_exists', '23503');
    await bad({ grantee_kind: 'user', grantee_id: randomUUID() }, 'timeline_shares_grantee_exists', '23503');
    await bad({ grantee_kind: 'family', grantee_id: friend.id }, 'timeline_shares_grantee_exists', '23503');
    await bad({ grantee_kind: 'user', grantee_id: marie.id }, 'timeline_shares_not_with_oneself');
    await insert(project, marie, 'timeline_shares', { grantee_kind: 'user', grantee_id: friend.id });
    await bad(
      { grantee_kind: 'user', grantee_id: friend.id, level: 'edit' },
      'timeline_shares_one_per_grantee',
      '23505',
    );
  });

  it('checks conversations: one answer per message, in one session', async () => {
    const session = (await insert(project, marie, 'chat_sessions', { title: 'Childhood' }))['id'];
    const other = (await insert(project, marie, 'chat_sessions', {}))['id'];
    const question = (
      await insert(project, marie, 'chat_messages', { session_id: session, content: 'Hello' })
    )['id'];
    await refused('chat_messages', { session_id: session, content: ' ' }, 'chat_messages_content_not_blank');
    await refused(
      'chat_messages',
      { session_id: other, content: 'x', reply_to: question },
      'chat_messages_reply_in_session',
      '23503',
    );
    const answer = () =>
      project.rows(
        'service_role',
        `insert into chat_messages (session_id, content, message_type, reply_to, status)
      values ($1, '', 'assistant_response', $2, 'streaming') returning user_id`,
        [session, question],
      );
    assert.deepEqual(await answer(), [{ user_id: null }]);
    await assert.rejects(answer(), refusal('23505', 'chat_messages_one_answer'));
  });

  it('checks push subscriptions, and counts them', async () => {
    const keys = { p256dh: 'k', auth: 'a' };
    const bad = (row: Row, constraint: string) =>
      refused('push_subscriptions', { endpoint: 'https://push.test/1', keys, ...row }, constraint);
    await bad({ endpoint: 'http://push.test/1' }, 'push_subscriptions_endpoint_https');
    await bad({ keys: { p256dh: 'k' } }, 'push_subscriptions_keys_shape');
    for (let n = 0; n < 20; n++)
      await insert(project, marie, 'push_subscriptions', { endpoint: `https://push.test/${n}`, keys });
    await bad({ endpoint: 'https://push.test/20' }, 'push_subscriptions_twenty_per_person');
  });
});
