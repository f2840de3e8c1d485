import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { commentsFeature } from '../../../src/core/features/comments.ts';
import { presenceFeature, type Presence, type PresentPerson } from '../../../src/core/features/presence.ts';
import { timelineFeature } from '../../../src/core/features/timeline.ts';
import { createNality, type Nality } from '../../../src/core/nality.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { nodeEnvironment, type NodeEnvironment } from '../../support/node-environment.ts';
import { pacedEnvironment } from '../../support/paced-environment.ts';
import { until } from '../../support/until.ts';

let backend: TestBackend;
/** The minute after which somebody has gone on is six seconds for whoever lives ten times as fast. */
const HURRY = 10;

const cores: Nality[] = [];
const end = new AbortController();

before(async () => {
  backend = await startTestBackend();
});
after(async () => {
  end.abort();
  await Promise.all(cores.map((core) => core.close()));
  await backend.close();
});

function coreOf(person: Person, environment: NodeEnvironment = nodeEnvironment()): Nality {
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => person.accessToken,
    environment,
  });
  cores.push(core);
  return core;
}

const enter = (core: Nality, room: string): Presence => core.use(presenceFeature, room, end.signal);

const bothAreHere = (people: readonly PresentPerson[]): boolean =>
  people.filter(({ status }) => status === 'online').length === 2;

/** Waits until somebody is seen to look at something. */
async function sees(room: Presence, { id }: Person, what: PresentPerson['lookingAt']): Promise<void> {
  const sight = (): string => JSON.stringify(room.people.get().find((person) => person.id === id)?.lookingAt);
  await until(room.people, () => sight() === JSON.stringify(what));
}

/** Marie, who has let Irène look at her timeline, and the wedding on it. */
async function family(): Promise<{ marie: Person; irene: Person; wedding: string }> {
  const [marie, irene] = [await backend.createPerson('Marie'), await backend.createPerson('Irène')];
  const shared = await backend.admin.from('timeline_shares').insert({
    owner_id: marie.id,
    grantee_kind: 'user',
    grantee_id: irene.id,
    level: 'view',
    created_by: marie.id,
  });
  assert.equal(shared.error, null);
  const wedding = crypto.randomUUID();
  const { error } = await marie.client
    .from('life_events')
    .insert({ id: wedding, user_id: marie.id, title: 'The wedding', start_date: '1895-07-26' });
  assert.equal(error, null);
  return { marie, irene, wedding };
}

describe('what somebody looks at', () => {
  it('is the event that they are at, also of whoever may only read, and also for whoever comes later', async () => {
    const { marie, irene, wedding } = await family();
    const hers = coreOf(irene);
    enter(hers, marie.id);
    const timeline = hers.use(timelineFeature, marie.id, end.signal);
    await until(timeline.level, (level) => level === 'view');
    timeline.visit(wedding);
    const room = enter(coreOf(marie), marie.id);
    await sees(room, irene, { id: wedding, title: 'The wedding' });
  });

  it('is the event whose comments they write, until nothing was done there for a while', async () => {
    const { marie, irene, wedding } = await family();
    const hers = coreOf(irene, pacedEnvironment(HURRY));
    const theirs = enter(hers, marie.id);
    const room = enter(coreOf(marie), marie.id);
    const comments = hers.use(commentsFeature, wedding, end.signal);
    for (const { people } of [theirs, room]) await until(people, bothAreHere);
    for (const { phase } of [theirs, room, comments]) await until(phase, ({ name }) => name === 'live');
    comments.type(true);
    await sees(room, irene, { id: wedding, title: 'The wedding' });
    await sees(room, irene, null);
  });

  it('is nothing for whoever may not read the event, in the same room', async () => {
    const { marie, irene, wedding } = await family();
    const stranger = await backend.createPerson('Camille');
    const hers = coreOf(irene);
    const [theirs, mine] = [enter(coreOf(stranger), 'lobby'), enter(coreOf(marie), 'lobby')];
    enter(hers, 'lobby');
    hers.use(timelineFeature, marie.id, end.signal).visit(wedding);
    await sees(mine, irene, { id: wedding, title: 'The wedding' });
    await sees(theirs, irene, null);
    const { data } = await stranger.client.from('life_events').select('id').eq('id', wedding);
    assert.deepEqual(data, []);
  });

  it('is known once it is saved, also when somebody was at it before', async () => {
    const { marie, irene } = await family();
    const fresh = crypto.randomUUID();
    const hers = coreOf(marie);
    enter(hers, marie.id);
    const room = enter(coreOf(irene, pacedEnvironment(HURRY)), marie.id);
    await until(room.people, bothAreHere);
    hers.use(timelineFeature, marie.id, end.signal).visit(fresh);
    await sleep(500);
    await marie.client
      .from('life_events')
      .insert({ id: fresh, user_id: marie.id, title: 'A second Nobel Prize', start_date: '1911-12-10' });
    await sees(room, marie, { id: fresh, title: 'A second Nobel Prize' });
  });

  it('is told by its new title while they are at it, and not at all once I may no longer read it', async () => {
    const { marie, irene, wedding } = await family();
    const hers = coreOf(marie);
    enter(hers, 'parlour');
    const room = enter(coreOf(irene, pacedEnvironment(HURRY)), 'parlour');
    hers.use(timelineFeature, marie.id, end.signal).visit(wedding);
    await sees(room, marie, { id: wedding, title: 'The wedding' });
    await marie.client.from('life_events').update({ title: 'Marriage in Sceaux' }).eq('id', wedding);
    await sees(room, marie, { id: wedding, title: 'Marriage in Sceaux' });
    await backend.admin.from('timeline_shares').delete().eq('owner_id', marie.id);
    await sees(room, marie, null);
  });
});
