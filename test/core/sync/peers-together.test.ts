import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultProxy, type FaultProxy } from '../../../demo/server/fault-proxy.ts';
import { presenceFeature, type PresentPerson } from '../../../src/core/features/presence.ts';
import { timelineFeature, type Timeline } from '../../../src/core/features/timeline.ts';
import { createNality, type Nality } from '../../../src/core/nality.ts';
import type { LineChoices } from '../../../src/core/sync/line-options.ts';
import { LEAVE_MS } from '../../../src/core/sync/roster.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { nodeEnvironment, type NodeEnvironment } from '../../support/node-environment.ts';
import { pacedEnvironment } from '../../support/paced-environment.ts';
import { until } from '../../support/until.ts';

const RADIUM = '00000000-0000-4000-8000-0000000000b1';
/** Three seconds stand for the server's thirty, for whoever lives ten times as fast. */
const HURRY = 10;

let backend: TestBackend;
let proxy: FaultProxy;
const cores: Nality[] = [];

before(async () => {
  backend = await startTestBackend({ realtime: { limits: { presenceWindow: 30_000 / HURRY } } });
  proxy = await startFaultProxy({ target: Number(new URL(backend.url).port) });
});
after(async () => {
  await Promise.all(cores.map((core) => core.close()));
  await proxy.close();
  await backend.close();
});

interface Tab {
  core: Nality;
  environment: NodeEnvironment;
  end: AbortController;
}

interface TabOptions extends LineChoices {
  url?: string;
  environment?: NodeEnvironment;
}

function openTab(
  person: Person,
  { url = backend.url, environment = nodeEnvironment(), ...line }: TabOptions = {},
): Tab {
  const core = createNality({
    url,
    key: backend.keys.publishable,
    accessToken: async () => person.accessToken,
    environment,
    ...line,
  });
  cores.push(core);
  return { core, environment, end: new AbortController() };
}

async function share(owner: Person, grantee: Person, level: string): Promise<void> {
  const { error } = await backend.admin.from('timeline_shares').insert({
    owner_id: owner.id,
    grantee_kind: 'user',
    grantee_id: grantee.id,
    level,
    created_by: owner.id,
  });
  assert.equal(error, null);
}

/** Marie's timeline, and people with whom she shares it. */
async function family(...names: string[]): Promise<Person[]> {
  const people = await Promise.all(['Marie', ...names].map((name) => backend.createPerson(name)));
  await Promise.all(people.slice(1).map((person) => share(people[0]!, person, 'edit')));
  return people;
}

async function openTimeline({ core, end }: Tab, owner: Person): Promise<Timeline> {
  const timeline = core.use(timelineFeature, owner.id, end.signal);
  await until(timeline.level, (level) => level !== 'none');
  return timeline;
}

const editorsOf = (timeline: Timeline): string[] =>
  (timeline.editors.get().get(RADIUM) ?? []).map(({ id }) => id);

/** Joins a room with the library itself, as whoever plays by no rules would. */
async function intrude(person: Person, topic: string, meta: object) {
  const closed: string[] = [];
  const channel = person.client.channel(topic, {
    config: { private: true, presence: { key: person.id, enabled: true } },
  });
  await person.client.realtime.setAuth();
  await new Promise<void>((joined) => {
    channel.subscribe((status) => {
      if (status === 'SUBSCRIBED') joined();
      else closed.push(status);
    });
  });
  await channel.track(meta);
  return { channel, closed };
}

/** The same environment, and what the server said by which it ended a channel. */
function witness(environment: NodeEnvironment): { ended: unknown[]; environment: NodeEnvironment } {
  const ended: unknown[] = [];
  const openWebSocket: NodeEnvironment['openWebSocket'] = (url, { onMessage, onClose }, end) => {
    const hear = (data: unknown): void => {
      if (/"phx_(?:close|error)"/.test(String(data))) ended.push(data);
      onMessage(data);
    };
    return environment.openWebSocket(url, { onMessage: hear, onClose }, end);
  };
  return { ended, environment: { ...environment, openWebSocket } };
}

describe('people on one real server', { concurrency: 4 }, () => {
  it('two tabs of a person are one, and one of them going takes nothing of the other along', async () => {
    const [marie, irene] = await family('Irène');
    const [mine, first, second] = [openTab(marie!), openTab(irene!), openTab(irene!)];
    const timeline = await openTimeline(mine, marie!);
    const one = await openTimeline(first, marie!);
    await until(one.collaborators, (count) => count === 1);
    // Each tab is heard before the next one comes: whoever is not known yet is not listened to.
    await until(timeline.collaborators, (count) => count === 1);
    const other = await openTimeline(second, marie!);
    other.claim(RADIUM);
    await until(timeline.editors, () => editorsOf(timeline).length === 1);
    one.claim(RADIUM);
    // What was said before a cursor has been heard once the cursor is, and what was taken back before it likewise.
    one.point({ subject: RADIUM, x: 0.5, y: 0.25 });
    await until(timeline.cursors, ({ size }) => size === 1);
    await first.core.close();
    await until(timeline.cursors, ({ size }) => size === 0);
    assert.deepEqual(editorsOf(timeline), [irene!.id], 'before the other says it again');
    const released = other.claim(RADIUM);
    released();
    other.point({ subject: RADIUM, x: 0.5, y: 0.25 });
    await until(timeline.cursors, ({ size }) => size === 1);
    assert.deepEqual([editorsOf(timeline), timeline.collaborators.get()], [[irene!.id], 1]);
    assert.equal(other.editors.get().size, 0, 'nobody else edits it');
  });

  it('when the socket of the editor is cut the next takes over, and whoever comes back is last', async () => {
    const [marie, irene, eve] = await family('Irène', 'Ève');
    const [mine, hers] = [openTab(marie!), openTab(eve!)];
    const cut = openTab(irene!, { url: proxy.url, reconnect: { baseMs: 50, maxMs: 500 } });
    const timeline = await openTimeline(mine, marie!);
    const [atIrene, atEve] = [await openTimeline(cut, marie!), await openTimeline(hers, marie!)];
    await until(timeline.collaborators, (count) => count === 2);
    atIrene.claim(RADIUM);
    await until(timeline.editors, () => editorsOf(timeline).length === 1);
    atEve.claim(RADIUM);
    await until(timeline.editors, () => editorsOf(timeline).length === 2);
    assert.deepEqual(editorsOf(timeline), [irene!.id, eve!.id]);
    proxy.set({ cut: true });
    await until(atIrene.editors, (editors) => editors.size === 0);
    await until(timeline.editors, () => editorsOf(timeline).join() === eve!.id);
    proxy.set({ cut: false });
    await until(timeline.editors, () => editorsOf(timeline).join() === [eve!.id, irene!.id].join());
    await until(atIrene.editors, () => editorsOf(atIrene).join() === eve!.id);
  });

  it('while my line is lost who was here last stays, called stale, and nobody is counted as working with me', async () => {
    const [marie, irene] = await family('Irène');
    const wire = await startFaultProxy({ target: Number(new URL(backend.url).port) });
    const [mine, hers] = [openTab(marie!, { url: wire.url }), openTab(irene!)];
    const timeline = await openTimeline(mine, marie!);
    await openTimeline(hers, marie!);
    const room = mine.core.use(presenceFeature, marie!.id, mine.end.signal);
    hers.core.use(presenceFeature, marie!.id, hers.end.signal);
    const isHere = ({ status }: PresentPerson): boolean => status === 'online';
    await until(room.people, (people) => people.filter(isHere).length === 2);
    await until(timeline.collaborators, (count) => count === 1);
    const seen: number[] = [];
    room.people.subscribe((people) => seen.push(people.filter(isHere).length));
    wire.set({ cut: true });
    await until(room.phase, ({ name }) => name === 'stale');
    await until(timeline.collaborators, (count) => count === 0);
    await hers.core.close();
    await sleep(200);
    assert.deepEqual(new Set([2, ...seen]), new Set([2]), 'nobody is said to have gone');
    wire.set({ cut: false });
    await until(room.phase, ({ name }) => name === 'live');
    await until(room.people, (people) => people.filter(isHere).length === 1);
    await mine.core.close();
    await wire.close();
  });

  it('whoever comes late learns what is edited, pointed at and marked', async () => {
    const [marie, irene] = await family('Irène');
    const early = await openTimeline(openTab(irene!), marie!);
    early.claim(RADIUM);
    const late = await openTimeline(openTab(marie!), marie!);
    await until(late.collaborators, (count) => count === 1);
    early.point({ subject: RADIUM, x: 0.5, y: 0.25 });
    early.select({ subject: RADIUM, field: 'title', start: 1, end: 3 });
    const later = await openTimeline(openTab(marie!), marie!);
    for (const timeline of [late, later]) {
      await until(timeline.editors, () => editorsOf(timeline).join() === irene!.id);
      const cursors = await until(timeline.cursors, (now) => now.size === 1);
      assert.deepEqual([...cursors], [[irene!.id, { subject: RADIUM, x: 0.5, y: 0.25 }]]);
      const selections = await until(timeline.selections, (now) => now.size === 1);
      assert.deepEqual([...selections.values()], [{ subject: RADIUM, field: 'title', start: 1, end: 3 }]);
    }
  });

  it('twenty changes of status stay within what the server allows, and the last is told', async () => {
    const [marie, irene] = await family('Irène');
    const reckless = await intrude(marie!, 'presence:reckless', { round: 0 });
    for (let round = 1; round <= 8; round += 1) void reckless.channel.track({ round });
    const { ended, environment } = witness(pacedEnvironment(HURRY));
    // A moment of the machine is no reason for her to give anything up.
    const hasty = openTab(irene!, { environment, timeoutMs: 10_000 * HURRY, heartbeatMs: 15_000 * HURRY });
    const room = hasty.core.use(presenceFeature, marie!.id, hasty.end.signal);
    await until(room.phase, ({ name }) => name === 'live');
    const watcher = openTab(marie!);
    const seen = watcher.core.use(presenceFeature, marie!.id, watcher.end.signal);
    for (let change = 0; change < 21; change += 1) {
      hasty.environment.visible.set(change % 2 === 1);
      await sleep(50);
    }
    const statusOf = (people: readonly PresentPerson[]): string | undefined =>
      people.find(({ id }) => id === irene!.id)?.status;
    await until(seen.people, (people) => statusOf(people) === 'away');
    await sleep(40_000 / HURRY);
    assert.equal(statusOf(seen.people.get()), 'away');
    assert.deepEqual(ended, [], 'the channel was never closed');
    assert.deepEqual(reckless.closed, ['CLOSED'], 'the server does close one that calls too often');
  });

  it('a reload is not noticed, leaving is, and when they were last here is known', async () => {
    const [marie, irene] = await family('Irène');
    const clock = pacedEnvironment();
    const mine = openTab(marie!, { environment: clock });
    const room = mine.core.use(presenceFeature, marie!.id, mine.end.signal);
    const irenes = (people: readonly PresentPerson[]) => people.find(({ id }) => id === irene!.id);
    const first = openTab(irene!);
    first.core.use(presenceFeature, marie!.id, first.end.signal);
    await until(room.people, (people) => irenes(people)?.status === 'online');
    const statuses: (string | undefined)[] = [];
    room.people.subscribe((people) => statuses.push(irenes(people)?.status));
    // However slow the machine is, she is back within three of these seconds.
    clock.pace(1 / 20);
    await first.core.close();
    const second = openTab(irene!);
    const hers = second.core.use(presenceFeature, marie!.id, second.end.signal);
    await until(hers.phase, ({ name }) => name === 'live');
    clock.pace(HURRY);
    second.environment.visible.set(false);
    await until(room.people, (people) => irenes(people)?.status === 'away');
    await sleep(2 * (LEAVE_MS / HURRY));
    assert.deepEqual(
      statuses.filter((status) => status === undefined || status === 'offline'),
      [],
    );
    await second.core.close();
    await until(room.people, (people) => irenes(people)?.status === 'offline');
    await until(room.people, (people) => irenes(people)?.lastSeen !== null);
  });

  it('when a right is taken away, both sides follow without being asked', async () => {
    const [marie, irene] = await family('Irène');
    const [mine, hers] = [openTab(marie!), openTab(irene!)];
    const [timeline, shared] = [await openTimeline(mine, marie!), await openTimeline(hers, marie!)];
    const room = hers.core.use(presenceFeature, marie!.id, hers.end.signal);
    await until(room.people, (people) => people.length === 2);
    await until(timeline.collaborators, (count) => count === 1);
    shared.claim(RADIUM);
    await until(timeline.editors, () => editorsOf(timeline).length === 1);
    await backend.admin.from('timeline_shares').delete().eq('owner_id', marie!.id);
    await until(shared.level, (level) => level === 'none');
    await until(room.people, (people) => people.length === 0);
    await until(timeline.editors, (editors) => editors.size === 0);
    await until(timeline.collaborators, (count) => count === 0);
    assert.equal(shared.collaborators.get(), 0);
    await until(hers.core.connection, () => hers.core.stats().every(({ users }) => users === 0));
  });

  it('a right that is taken away while the rooms are being joined is missed by nobody', async () => {
    const [marie, irene] = await family('Irène');
    const shared = await openTimeline(openTab(irene!), marie!);
    await backend.admin.from('timeline_shares').delete().eq('owner_id', marie!.id);
    await until(shared.level, (level) => level === 'none');
  });

  it('a hostile member is believed no more than their own presence, a viewer not at all', async () => {
    const [marie, eve] = await family('Ève');
    const viewer = await backend.createPerson('Camille');
    await share(marie!, viewer, 'view');
    const timeline = await openTimeline(openTab(marie!), marie!);
    const topic = `timeline_collab:${marie!.id}`;
    const [loud, mute] = [
      await intrude(eve!, topic, { user_id: marie!.id, tab: eve!.id, status: 'online' }),
      await intrude(viewer, topic, { tab: viewer.id, status: 'online' }),
    ];
    await until(timeline.collaborators, (count) => count === 2);
    const say = ({ channel }: typeof loud, payload: object): void =>
      void channel.send({ type: 'broadcast', event: 'collaboration', payload });
    const data = { event_id: RADIUM };
    say(mute, { type: 'edit_start', tab: viewer.id, user_id: viewer.id, data });
    for (const payload of [
      {},
      { tab: null },
      { tab: eve!.id, type: 'edit_start', data: { event_id: '<b>' } },
    ])
      say(loud, payload);
    say(loud, { type: 'cursor_move', tab: eve!.id, data: { x: 1e300, y: -1 } });
    say(loud, { type: 'edit_start', tab: eve!.id, user_id: marie!.id, data });
    await until(timeline.editors, () => editorsOf(timeline).length > 0);
    assert.deepEqual(editorsOf(timeline), [eve!.id]);
    assert.deepEqual([...timeline.editors.get().keys()], [RADIUM]);
    assert.deepEqual([...timeline.cursors.get()], [[eve!.id, { subject: null, x: 1, y: 0 }]]);
  });
});
