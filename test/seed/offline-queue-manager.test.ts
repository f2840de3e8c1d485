import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { timelineFeature } from '../../src/core/index.ts';
import { pacedEnvironment } from '../support/paced-environment.ts';
import { eventually } from '../support/eventually.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** Pauses of seconds are over in a moment. */
const HURRY = 50;

describe('OfflineQueueManager', () => {
  it('setupConnectivityHandlers, addOperation and syncQueue: what is written offline is sent when the network is back, once and in order', async () => {
    const { left, right, mine, theirs, owner } = await family.pair();
    left.line.set({ cut: true });
    left.environment.online.set(false);
    const id = mine.add({ title: 'On the train', start_date: '1921-05-20' });
    mine.update(id, { location: 'Between Paris and Le Havre' });
    const other = mine.add({ title: 'At sea', start_date: '1921-05-21' });
    assert.deepEqual([left.core.outbox.status.get().online, theirs.events.get().length], [false, 0]);
    left.line.set({ cut: false });
    left.environment.online.set(true);
    await until(theirs.events, (rows) => rows.length === 2);
    await until(left.core.outbox.status, ({ pending }) => pending === 0);
    const { data } = await owner.client.from('life_events').select('id,location').eq('user_id', owner.id);
    assert.deepEqual(
      new Map(data!.map((row) => [row.id as string, row.location as string | null])),
      new Map([
        [id, 'Between Paris and Le Havre'],
        [other, null],
      ]),
    );
    assert.deepEqual(right.core.outbox.status.get().pending, 0);
  });

  it('saveQueueToStorage and loadQueueFromStorage: what was written offline is sent by the next page', async () => {
    const person = await family.backend.createPerson('Ève');
    const first = await family.sit(person);
    const timeline = first.core.use(timelineFeature, person.id, first.end.signal);
    await until(timeline.phase, ({ name }) => name === 'live');
    first.line.set({ cut: true });
    timeline.add({ title: 'Written before the end', start_date: '1937-01-01' });
    // In the memory of a test it survives the core, as on a disk it survives the page.
    await first.core.outbox.saved();
    await first.core.close();
    first.line.set({ cut: false });
    const next = await family.sit(person, { environment: { ...first.environment }, url: first.line.url });
    const again = next.core.use(timelineFeature, person.id, next.end.signal);
    await until(again.events, ([row]) => row?.state === 'saved');
    const { count } = await person.client
      .from('life_events')
      .select('id', { count: 'exact', head: true })
      .eq('user_id', person.id);
    assert.equal(count, 1);
  });

  it('executeOperation: create, update and delete reach the database', async () => {
    const { mine, owner, left } = await family.pair();
    const id = mine.add({ title: 'Made', start_date: '1903-01-01' });
    const read = async () =>
      (await owner.client.from('life_events').select('title,deleted_at').eq('id', id).single()).data!;
    await until(left.core.outbox.status, ({ pending }) => pending === 0);
    assert.equal((await read()).title, 'Made');
    mine.update(id, { title: 'Changed' });
    await until(left.core.outbox.status, ({ pending }) => pending === 0);
    assert.equal((await read()).title, 'Changed');
    mine.remove(id);
    await until(left.core.outbox.status, ({ pending }) => pending === 0);
    assert.notEqual((await read()).deleted_at, null);
  });

  for (const [maxRetries, retries] of [
    [undefined, 3],
    [1, 1],
  ] as const)
    it(`maxRetries: what the server refuses for an unknown reason is tried so often again (${retries}), then told as failed, and kept until a person tries again`, async () => {
      const environment = pacedEnvironment();
      let refused = 0;
      let broken = true;
      const { owner, left, mine, theirs } = await family.pair({
        maxRetries,
        environment: {
          ...environment,
          async fetch(input, init) {
            if (!broken || !String(input).endsWith('/rpc/nality_apply_ops')) return fetch(input, init);
            refused += 1;
            return Response.json({ message: 'I am a teapot.' }, { status: 418 });
          },
        },
      });
      environment.pace(HURRY);
      const id = mine.add({ title: 'Kept', start_date: '1903-12-10' });
      await eventually('it is told', () => left.events.some(({ type }) => type === 'operation-failed'));
      const told = left.events.find((event) => event.type === 'operation-failed')!;
      assert.deepEqual(
        [told.operation.data['title'], told.operation.retryCount, told.error.code, refused],
        ['Kept', retries, 'server', 1 + retries],
      );
      const [row] = mine.events.get();
      assert.deepEqual([row!.row.id, row!.state], [id, 'failed']);
      const stored = async () =>
        (await owner.client.from('life_events').select('title').eq('user_id', owner.id)).data;
      assert.deepEqual([await stored(), theirs.events.get()], [[], []]);
      broken = false;
      mine.settle(row!.operationId!, 'retry');
      await until(theirs.events, ([seen]) => seen?.row.id === id && seen.state === 'saved');
      assert.deepEqual(await stored(), [{ title: 'Kept' }]);
    });

  it('handleFailedOperation: offline:operation_failed tells operation and error, and nothing is thrown away', async () => {
    const { owner, editor, right, mine, theirs } = await family.pair();
    const id = mine.add({ title: 'Hers to see only', start_date: '1898-01-01' });
    await until(theirs.events, (rows) => rows.length === 1);
    await owner.client.from('timeline_shares').update({ level: 'view' }).eq('grantee_id', editor.id);
    theirs.update(id, { title: 'Kept though refused' });
    await eventually('it is told', () => right.events.some(({ type }) => type === 'operation-failed'));
    const told = right.events.find((event) => event.type === 'operation-failed')!;
    assert.deepEqual(
      [told.operation.type, told.operation.table, told.operation.data['title'], told.error.code],
      ['update', 'life_events', 'Kept though refused', 'denied'],
    );
    assert.equal(typeof told.operation.timestamp, 'number');
    assert.equal(typeof told.operation.retryCount, 'number');
    assert.equal(right.core.outbox.status.get().deadLetters, 1);
    assert.equal(theirs.events.get()[0]!.row.title, 'Kept though refused');
  });

  it('getQueueStatus: pending, syncing and online', async () => {
    const { left, mine } = await family.pair();
    left.line.set({ cut: true });
    left.environment.online.set(false);
    mine.add({ title: 'Waits', start_date: '1903-01-01' });
    const { pending, syncing, online } = left.core.outbox.status.get();
    assert.deepEqual({ pending, syncing, online }, { pending: 1, syncing: false, online: false });
    left.line.set({ cut: false });
    left.environment.online.set(true);
    await until(
      left.core.outbox.status,
      (status) => status.pending === 0 && !status.syncing && status.online,
    );
  });
});
