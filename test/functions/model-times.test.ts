import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SILENCE_MS } from '../../src/core/features/chat-answers.ts';
import type { Person } from '../support/backend.ts';
import { startChatWorld } from './chat-world.ts';
import type { ChatWorld } from './chat-world.ts';
import { startFakeModel } from './fake-model.ts';
import type { FakeModel } from './fake-model.ts';

let model: FakeModel;
let world: ChatWorld;
let ada: Person;

before(async () => {
  model = await startFakeModel();
  world = await startChatWorld({
    NALITY_MODEL_URL: model.url,
    NALITY_MODEL: 'storyteller',
    NALITY_MODEL_TIMEOUT: '2',
    NALITY_MODEL_LIMIT: '4',
  });
  ada = await world.backend.createPerson('Ada');
});
after(async () => {
  await world.close();
  await model.close();
});

/** Has a message answered whose mark says what the model does. */
async function play(mark: string) {
  const session = await world.open(ada);
  const message = await world.store(ada, session, `[[${mark}]]`);
  const names = { session_id: session, message_id: message };
  const { status, body } = await world.call(ada, 'chat/messages', names);
  assert.equal(status, 200);
  while (model.open > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const [row] = await world.answers(message);
  assert.deepEqual([body.status, body.content], [row!.status, row!.content]);
  return { row: row!, session, asked: model.asked(`[[${mark}]]`).length };
}

test('a model that takes the request and never answers interrupts its answer: it is asked once, and let go', async () => {
  const { row, asked } = await play('mute');
  assert.deepEqual([row.status, row.content, row.metadata], ['interrupted', '', { reason: 'timeout' }]);
  assert.equal(asked, 1);
});

test('such an answer can be continued, which asks the model again', async () => {
  const { row, session, asked } = await play('mute');
  const { body } = await world.call(ada, 'chat/continue', { session_id: session, message_id: row.id });
  assert.deepEqual([body.status, model.asked('[[mute]]').length], ['interrupted', asked + 1]);
});

test('a model that goes on and on is ended when its answer has taken long enough; what it said is kept', async () => {
  const { row } = await play('slow');
  assert.deepEqual([row.status, row.metadata], ['interrupted', { reason: 'timeout' }]);
  assert.match(row.content, /^(?:And so on\. ?){5,}$/);
});

test('a model that says nothing is given up as soon as a page would call its answer interrupted', async () => {
  const variables = new Map([
    ['NALITY_MODEL_URL', 'https://model.test/v1'],
    ['NALITY_MODEL', 'storyteller'],
  ]);
  const global = globalThis as { Deno?: unknown };
  global.Deno = { env: { get: (name: string) => variables.get(name) } };
  const settings = new URL('../../supabase/functions/_shared/settings.ts', import.meta.url).href;
  try {
    const { modelSettings } = (await import(settings)) as { modelSettings(): { silence: number } };
    assert.equal(modelSettings().silence, SILENCE_MS);
  } finally {
    delete global.Deno;
  }
});
