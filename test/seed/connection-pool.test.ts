import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { presenceFeature, timelineFeature } from '../../src/core/index.ts';
import { eventually } from '../support/eventually.ts';
import { until } from '../support/until.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

const MINUTES = 60_000;

describe('ConnectionPool', () => {
  it('getConnection, updateStats and getStats: one channel per name, with created, lastUsed, messageCount and age', async () => {
    const { mine, right, owner, theirs } = await family.pair();
    const messages = (): number =>
      right.core.stats().find(({ topic }) => topic === `timeline:${owner.id}`)!.messageCount;
    const before = messages();
    mine.add({ title: 'Counted', start_date: '1900-01-01' });
    await until(theirs.events, (rows) => rows.length === 1);
    await eventually('the message is counted', () => messages() > before);
    const [stats] = right.core.stats().filter(({ topic }) => topic === `timeline:${owner.id}`);
    assert.ok(stats!.created <= stats!.lastUsed && stats!.lastUsed <= Date.now());
    assert.ok(stats!.ageMinutes >= 0 && stats!.ageMinutes < 1);
    assert.equal(stats!.users, 1);
  });

  it('maxConnections: of the channels that nobody uses at most ten are kept', async () => {
    const owner = await family.backend.createPerson('Owner');
    const reader = await family.sit(owner);
    const topics: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      const other = await family.backend.createPerson('Shares');
      await family.share(other, owner, 'view');
      const end = new AbortController();
      const { phase } = reader.core.use(timelineFeature, other.id, end.signal);
      await until(phase, ({ name }) => name === 'live');
      end.abort();
      topics.push(`timeline:${other.id}`);
    }
    const isIdle = (): boolean => reader.core.stats().every(({ users }) => users === 0);
    await eventually('ten are left, all of them idle', () => reader.core.stats().length === 10 && isIdle());
    assert.deepEqual(
      reader.core.stats().map(({ topic }) => topic),
      topics.slice(-10),
    );
  });

  it('cleanupOldConnections: what nobody has used for thirty minutes is left, and a room with people at once', async () => {
    const { right, owner } = await family.pair();
    const waits: [ms: number, task: () => void][] = [];
    const { after: later } = right.environment;
    right.environment.after = (ms, task) => {
      if (ms !== 30 * MINUTES) return later(ms, task);
      waits.push([ms, task]);
      return () => undefined;
    };
    right.core.use(presenceFeature, owner.id, right.end.signal);
    right.end.abort();
    await eventually('the rooms are left', () => right.core.stats().length === 1 && waits.length === 1);
    waits[0]![1]();
    assert.deepEqual(right.core.stats(), []);
  });

  it('closeAllConnections: whoever has closed is joined to nothing', async () => {
    const { right } = await family.pair();
    assert.ok(right.core.stats().length > 0);
    await right.core.close();
    assert.deepEqual(right.core.stats(), []);
  });
});
