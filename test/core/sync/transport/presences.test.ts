import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFrame } from '../../../../src/core/sync/transport/frame.ts';
import { presenceAfter, UNHEARD, type PresenceView } from '../../../../src/core/sync/transport/presences.ts';
import { dataOf, recorded } from './recorded.ts';

/** Per key what its connections told, in short. */
function shown({ known }: PresenceView): object | undefined {
  if (!known) return undefined;
  const short = ({ phx_ref: _ref, phx_ref_prev: _prev, ...told }: Readonly<Record<string, unknown>>) => told;
  return Object.fromEntries([...known].map(([key, metas]) => [key, metas.map(short)]));
}

const meta = (ref: string, told: object = {}) => ({ phx_ref: ref, ...told });
const of = (members: Record<string, unknown[]>) =>
  Object.fromEntries(Object.entries(members).map(([key, metas]) => [key, { metas }]));
const state = (view: PresenceView, members: Record<string, unknown[]>): PresenceView =>
  presenceAfter(view, 'presence_state', of(members));
const diff = (
  view: PresenceView,
  joins: Record<string, unknown[]>,
  leaves: Record<string, unknown[]> = {},
): PresenceView => presenceAfter(view, 'presence_diff', { joins: of(joins), leaves: of(leaves) });

/** What a client of a recording sees, after each message of presence. */
function seenBy(client: string): (object | undefined)[] {
  let view = UNHEARD;
  return recorded('presence_two_clients', client).flatMap((frame) => {
    const message = frame.d === '<' ? decodeFrame(dataOf(frame)) : undefined;
    if (message?.event !== 'presence_state' && message?.event !== 'presence_diff') return [];
    view = presenceAfter(view, message.event, message.payload);
    return [shown(view)];
  });
}

test('people who come, change, go and come back are seen as the real server tells it', () => {
  const [online, away, back] = [{ n: 1, status: 'online' }, { n: 2, status: 'away' }, { status: 'back' }];
  const bob = [{ status: 'online' }];
  assert.deepEqual(seenBy('A'), [
    {},
    { alice: [online] },
    { alice: [online], bob },
    { alice: [away], bob },
    { bob },
    { bob, alice: [back] },
    { alice: [back] },
  ]);
  assert.deepEqual(seenBy('B'), [
    { alice: [online] },
    { alice: [online], bob },
    { alice: [away], bob },
    { bob },
    { bob, alice: [back] },
  ]);
  assert.deepEqual(seenBy('C'), [{ alice: [back] }, {}]);
});

test('one of several connections of a key can go, and the key goes with the last', () => {
  const both = diff(state(UNHEARD, { a: [meta('1', { tab: 1 })] }), { a: [meta('2', { tab: 2 })] });
  assert.deepEqual(shown(both), { a: [{ tab: 1 }, { tab: 2 }] });
  const one = diff(both, {}, { a: [meta('1')] });
  assert.deepEqual(shown(one), { a: [{ tab: 2 }] });
  assert.deepEqual(shown(diff(one, {}, { a: [meta('2')] })), {});
});

test('whoever joins twice by the same name is there once', () => {
  const once = state(UNHEARD, { a: [meta('1')] });
  assert.deepEqual(shown(diff(once, { a: [meta('1', { again: true })] })), { a: [{ again: true }] });
});

test('whoever leaves was maybe never there', () => {
  const view = state(UNHEARD, { a: [meta('1')] });
  assert.deepEqual(shown(diff(view, {}, { a: [meta('9')], b: [meta('1')] })), { a: [{}] });
});

test('changes that come before it was told who is there are made afterwards, in order', () => {
  let view = diff(UNHEARD, { b: [meta('2')] });
  view = diff(view, {}, { a: [meta('1')] });
  assert.equal(shown(view), undefined);
  view = state(view, { a: [meta('1')], c: [meta('3')] });
  assert.deepEqual(Object.keys(shown(view)!).sort(), ['b', 'c']);
  assert.deepEqual(view.early, []);
});

test('a server that tells of changes alone is not remembered for ever', () => {
  let view = UNHEARD;
  for (let time = 0; time < 5_000; time += 1) view = diff(view, { a: [meta(String(time))] });
  assert.ok(view.early.length <= 1_000);
});

test('told anew who is there, nothing of before remains', () => {
  const view = state(state(UNHEARD, { a: [meta('1')], b: [meta('2')] }), { b: [meta('2')], c: [meta('3')] });
  assert.deepEqual(Object.keys(shown(view)!), ['b', 'c']);
});

test('what is not of the shape of a presence is nobody, and does no harm', () => {
  const before = state(UNHEARD, { a: [meta('1')] });
  for (const junk of [
    undefined,
    null,
    'text',
    7,
    [],
    { b: null },
    { b: { metas: 'many' } },
    { b: { metas: [null, 1, []] } },
  ]) {
    const view = presenceAfter(before, 'presence_diff', { joins: junk, leaves: junk });
    assert.deepEqual(shown(view)!['a' as never], [{}]);
    assert.deepEqual((shown(view) as { b?: unknown[] }).b ?? [], []);
  }
  const named = JSON.parse('{"__proto__":{"metas":[{"phx_ref":"1"}]},"constructor":{"metas":[]}}') as object;
  const view = presenceAfter(UNHEARD, 'presence_state', named as never);
  assert.deepEqual([...view.known!.keys()], ['__proto__', 'constructor']);
  assert.equal(({} as Record<string, unknown>)['metas'], undefined);
});
