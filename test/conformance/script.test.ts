import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecordedFrame, Recording } from './recording.ts';
import { toScript } from './script.ts';
import { lengthen } from './shortened.ts';
import { Tokens } from './tokens.ts';

const RECORDED_AT = Date.parse('2026-11-22T15:00:00Z');

function recording(frames: Partial<RecordedFrame>[], about = ''): Recording {
  const complete = frames.map((frame, index) => ({ t: index, d: 'note', raw: '', ...frame }));
  return { name: 'test', about, recordedAt: RECORDED_AT, frames: complete };
}

describe('A text that was recorded shortened', () => {
  it('gets its length and its ending again', () => {
    const text = lengthen('["1","2",{"payload":{"x":"yyy…(40 chars)');
    assert.equal(text.length, 40);
    assert.deepEqual(JSON.parse(text), ['1', '2', { payload: { x: 'y'.repeat(10) } }]);
  });

  it('may have quotes and brackets in its strings', () => {
    const text = lengthen('{"a":"\\"}]","b":["z…(24 bytes)');
    assert.deepEqual(JSON.parse(text), { a: '"}]', b: ['z'.repeat(3)] });
  });
});

describe('A script', () => {
  it('takes a client that connects again for another party, whose predecessor ends later', () => {
    const { steps } = toScript(
      recording([
        { c: 'A', d: 'connect' },
        { c: 'A', d: 'open' },
        { c: 'A', d: 'client-close' },
        { c: 'A', d: 'connect' },
        { c: 'A', d: 'close', code: 1005 },
        { c: 'A', d: 'open' },
      ]),
    );
    const events = steps.flatMap((step) => ('party' in step ? [`${step.party}: ${step.event}`] : []));
    assert.deepEqual(events, ['A: open', 'A: the client closes', 'A: close 1005', 'A 2: open']);
  });

  it('sends the broadcasts that a recording only counts', () => {
    const { steps, elision } = toScript(
      recording(
        [
          { c: 'C', d: 'open' },
          { c: 'D', d: '<', raw: '["1","1","realtime:r","phx_reply",{}]' },
          { t: 9000, raw: '(broadcast frames elided: 1200 sent on C, 290 received by D)' },
        ],
        'as fast as ~600/s',
      ),
    );
    assert.deepEqual(elision, { client: 'C', receiver: 'D', sent: 1200, received: 290, rate: 600 });
    assert.deepEqual(steps.at(-1), {
      t: 2,
      action: { do: 'flood', client: 'C', count: 1200, milliseconds: 2000 },
    });
  });

  it('finds parameters that were not recorded in what was heard next', () => {
    const { steps } = toScript(
      recording([
        { d: 'sql', raw: 'insert into notes (owner) values ($1)' },
        { c: 'A', d: '<', raw: '{"owner": "somebody"}' },
        { d: 'sql', raw: 'insert into notes (owner) values ($1)' },
      ]),
    );
    const params = steps.flatMap((step) =>
      'action' in step && step.action.do === 'sql' ? [step.action.params] : [],
    );
    assert.deepEqual(params, [['somebody'], ['22222222-2222-4222-8222-222222222222']]);
  });
});

describe('A token', () => {
  const read = (token: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (exp: number): string => `${part({ alg: 'HS256' })}.${part({ role: 'anon', exp })}.c2ln`;

  it('ends as long after the beginning of the replay as it did after that of the recording', () => {
    const exp = RECORDED_AT / 1000 + 6;
    const renewed = new Tokens(RECORDED_AT, 1000).renew(`apikey=${token(exp)}&vsn=2.0.0`);
    assert.equal(read(renewed).exp, exp + 1000);
    assert.match(renewed, /^apikey=.*&vsn=2\.0\.0$/);
  });

  it('keeps an end that has nothing to do with the conversation, and a signature that is wrong', () => {
    const tokens = new Tokens(RECORDED_AT, 1000);
    const renewed = tokens.renew(token(2_082_758_400));
    assert.equal(read(renewed).exp, 2_082_758_400);
    assert.notEqual(renewed.split('.')[2], 'c2ln');
    assert.equal(tokens.renew(token(2_082_758_400)), renewed);
  });
});
