import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { AnswerWriter, MOST_CHARACTERS } from '../../supabase/functions/chat/answer-writer.ts';
import type { Delta, Ending } from '../../supabase/functions/chat/answer-writer.ts';
import { joined } from './chat-world.ts';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

const FINAL: Ending = { status: 'final', metadata: {} };

interface Row {
  content: string;
  status: string;
}

/** A database and a room in memory, by a clock that the test moves. */
function createStage(before = '') {
  let now = 0;
  const stage = {
    row: { content: before, status: 'streaming' } as Row,
    mine: true,
    sent: [] as (Delta & { at: number })[],
    saves: [] as number[],
    /** Whether sending, saving succeed. */
    heard: true,
    saved: true,
    async pass(milliseconds: number): Promise<void> {
      for (const end = now + milliseconds; now < end; now += 10) {
        mock.timers.tick(10);
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      }
    },
    writer: undefined as unknown as AnswerWriter<Row>,
  };
  stage.writer = new AnswerWriter<Row>(
    {
      async tell(delta) {
        if (!stage.heard) throw new Error('Nobody there.');
        stage.sent.push({ ...delta, at: now });
      },
      async save(content, ending) {
        if (!stage.saved) throw new Error('No database.');
        if (!stage.mine || stage.row.status !== 'streaming') return undefined;
        stage.saves.push(now);
        stage.row = { content, status: ending?.status ?? 'streaming' };
        return stage.row;
      },
      async holds() {
        return stage.mine && stage.row.status === 'streaming';
      },
      async keep(content) {
        if (!stage.mine || stage.row.status !== 'stopped') return undefined;
        stage.row = { content, status: 'stopped' };
        return stage.row;
      },
      note: () => undefined,
      delay: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    before,
  );
  /** Lets the clock run until the writer has finished. */
  const finish = async (ending = FINAL) => {
    let done = false;
    const end = stage.writer.finish(ending).finally(() => (done = true));
    while (!done) await stage.pass(10);
    return end;
  };
  return Object.assign(stage, { finish });
}

test('ten pieces a second at most, which join to the text, and a save every second', async () => {
  const stage = createStage();
  for (let index = 0; index < 1000; index++) {
    stage.writer.write(`${index} `);
    await stage.pass(10);
  }
  assert.ok(stage.sent.length >= 90 && stage.sent.length <= 101);
  for (const [index, { at }] of stage.sent.entries()) {
    if (index > 0) assert.ok(at - stage.sent[index - 1]!.at >= 100);
  }
  assert.ok(stage.saves.every((at, index) => at - (stage.saves[index - 1] ?? 0) <= 1000));
  const row = await stage.finish();
  assert.equal(row?.status, 'final');
  assert.equal(joined(stage.sent), row?.content);
});

test('an answer that goes on sends and counts from where it ended', async () => {
  const stage = createStage('Once ');
  stage.writer.write('upon a time');
  const row = await stage.finish();
  assert.equal(row?.content, 'Once upon a time');
  assert.deepEqual([stage.sent[0]!.offset, joined(stage.sent, 'Once ')], [5, 'Once upon a time']);
});

test('a piece that could not be sent goes with the next', async () => {
  const stage = createStage();
  stage.heard = false;
  stage.writer.write('Not heard, ');
  await stage.pass(5000);
  stage.heard = true;
  stage.writer.write('then heard.');
  const row = await stage.finish();
  assert.equal(joined(stage.sent), row?.content);
});

test('a room that cannot be reached does not keep the answer from its end', async () => {
  const stage = createStage();
  stage.heard = false;
  stage.writer.write('Unheard.');
  assert.deepEqual(await stage.finish(), { content: 'Unheard.', status: 'final' });
});

test('a database that is away for a while costs nothing', async () => {
  const stage = createStage();
  stage.saved = false;
  stage.writer.write('Kept.');
  await stage.pass(3000);
  assert.equal(stage.writer.signal.aborted, false);
  const end = stage.finish();
  await stage.pass(1200);
  stage.saved = true;
  assert.deepEqual(await end, { content: 'Kept.', status: 'final' });
});

test('a row that was stopped is noticed within a second, and given what was not saved yet', async () => {
  const stage = createStage();
  stage.writer.write('Saved');
  await stage.pass(1000);
  stage.writer.write(', and not saved');
  stage.row = { ...stage.row, status: 'stopped' };
  await stage.pass(1000);
  assert.equal(stage.writer.signal.aborted, true);
  assert.equal(stage.writer.write(' nor wanted'), false);
  const row = await stage.finish();
  assert.equal(row?.status, 'stopped');
  assert.ok(row?.content.startsWith('Saved, and not saved'));
});

test('a silent answer that was stopped is noticed, too', async () => {
  const stage = createStage();
  stage.row = { ...stage.row, status: 'stopped' };
  await stage.pass(1000);
  assert.equal(stage.writer.signal.aborted, true);
});

test('an answer that somebody else goes on with is theirs', async () => {
  const stage = createStage();
  stage.writer.write('Mine');
  await stage.pass(1000);
  stage.mine = false;
  stage.row = { content: 'Theirs', status: 'streaming' };
  assert.equal(await stage.finish(), undefined);
  assert.equal(stage.row.content, 'Theirs');
});

test('while the model thinks, the row shows that somebody is there, and now and then only', async () => {
  const stage = createStage();
  await stage.pass(60_000);
  assert.ok(stage.saves.length >= 4 && stage.saves.length <= 8);
  assert.ok(stage.saves.every((at, index) => at - (stage.saves[index - 1] ?? 0) < 15_000));
  await stage.finish();
});

test('pairs of surrogates are never parted, halves replaced, and no NUL is let through', async () => {
  const stage = createStage();
  stage.writer.write('a\ud83d');
  await stage.pass(300);
  assert.equal(joined(stage.sent), 'a');
  stage.writer.write('\ude00\0b\udc00c\ud83d');
  const row = await stage.finish();
  assert.equal(row?.content, 'a😀b\ufffdc\ufffd');
  assert.equal(joined(stage.sent), row?.content);
});

test('no answer is longer than the database takes', async () => {
  const stage = createStage('x');
  assert.equal(stage.writer.write('😀'.repeat(MOST_CHARACTERS)), false);
  assert.equal(stage.writer.full, true);
  const row = await stage.finish();
  assert.equal(row?.content.length, MOST_CHARACTERS - 1);
  assert.doesNotMatch(row?.content ?? '', /\p{Cs}/u);
});
