import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Difference } from './compare.ts';
import { compare } from './compare.ts';

const NOW = Date.parse('2030-01-01T12:00:00Z');
const NEVER = (): boolean => false;

const JOINED = '["1","1","realtime:a","phx_reply",{"status":"ok","response":{"postgres_changes":[]}}]';
const ANSWERED = '["1","2","realtime:a","phx_reply",{"status":"ok","response":{}}]';
const CLOSED = '["1","1","realtime:a","phx_close",{}]';
const DIFF = '[null,null,"realtime:a","presence_diff",{"joins":{},"leaves":{}}]';
const STATE = '["1",null,"realtime:a","presence_state",{}]';
const said = (text: string, topic = 'a'): string =>
  `[null,null,"realtime:${topic}","broadcast",{"event":"e","payload":{"text":"${text}"},"type":"broadcast"}]`;
const subscribed = (topic: string): string =>
  `["1",null,"realtime:${topic}","system",{"message":"Subscribed to PostgreSQL","status":"ok","extension":"postgres_changes","channel":"${topic}"}]`;
const named = (uuid: string): string => said(uuid);

function differences(expected: string[], actual: string[], isGiven = NEVER): Difference[] {
  return compare([{ party: 'A', expected, actual }], {
    isGiven,
    replayed: { from: NOW, to: NOW + 10_000, lag: 0 },
  });
}

const kinds = (found: readonly Difference[]): string[] => found.map(({ kind }) => kind);

describe('What a client was told', () => {
  it('matches when it is the same', () => {
    assert.deepEqual(differences([JOINED, said('x'), CLOSED], [JOINED, said('x'), CLOSED]), []);
  });

  it('differs when a frame is missing', () => {
    const found = differences([JOINED, said('x'), CLOSED], [JOINED, CLOSED]);
    assert.deepEqual(found, [{ party: 'A', kind: 'missing', expected: said('x') }]);
  });

  it('differs when a frame is added', () => {
    const found = differences([JOINED, CLOSED], [JOINED, said('x'), CLOSED]);
    assert.deepEqual(found, [{ party: 'A', kind: 'added', actual: said('x') }]);
  });

  it('differs when the same frame comes twice', () => {
    assert.deepEqual(kinds(differences([said('x')], [said('x'), said('x')])), ['added']);
  });

  it('differs when two frames of a client change places', () => {
    assert.deepEqual(kinds(differences([said('x'), said('y')], [said('y'), said('x')])), ['reordered']);
    assert.deepEqual(kinds(differences([JOINED, STATE], [STATE, JOINED])), ['reordered']);
    assert.deepEqual(kinds(differences([said('x', 'a'), said('x', 'b')], [said('x', 'b'), said('x', 'a')])), [
      'reordered',
    ]);
    assert.deepEqual(kinds(differences([JOINED, DIFF], [DIFF, JOINED])), ['reordered']);
  });

  it('differs in a word, in a space, in the order of members', () => {
    for (const other of [
      said('y'),
      said('x').replace('":{', '": {'),
      said('x').replace('"event":"e",', '').replace('"type"', '"event":"e","type"'),
    ]) {
      const [found, ...more] = differences([said('x')], [other]);
      assert.deepEqual([found?.kind, more], ['changed', []]);
    }
  });

  it('names the place where a changed frame parts from the recorded one', () => {
    const [found] = differences([said('one word')], [said('one letter')]);
    assert.match(found?.detail ?? '', /one word.* became .*one letter/s);
  });

  it('differs in the code of a close, and in what came of an HTTP request', () => {
    assert.deepEqual(kinds(differences(['open', 'close 1000'], ['open', 'close 1006'])), ['changed']);
    assert.deepEqual(kinds(differences(['202\n\n'], ['403\n\n'])), ['missing', 'added']);
  });
});

describe('What is a matter of chance', () => {
  it('is whether a presence diff comes before or after the answer to the call', () => {
    assert.deepEqual(differences([ANSWERED, DIFF], [DIFF, ANSWERED]), []);
  });

  it('is when a subscription ends, but for its own join', () => {
    const join = JOINED.replace('realtime:a', 'realtime:b');
    assert.deepEqual(differences([subscribed('a'), join, STATE], [join, STATE, subscribed('a')]), []);
    assert.deepEqual(kinds(differences([JOINED, subscribed('a')], [subscribed('a'), JOINED])), ['reordered']);
  });

  it('is which of two channels ends first, but not that one ends before it was told why', () => {
    const ended = (topic: string): string[] => [
      `["1",null,"realtime:${topic}","system",{"message":"Token has expired 0 seconds ago","status":"error"}]`,
      `["1","1","realtime:${topic}","phx_close",{}]`,
    ];
    assert.deepEqual(differences([...ended('a'), ...ended('b')], [...ended('b'), ...ended('a')]), []);
    assert.deepEqual(kinds(differences(ended('a'), ended('a').reverse())), ['reordered']);
  });

  it('is in which order the channels of a client are told of one change, but not the order of two', () => {
    const change = (topic: string, title: string): string =>
      `[null,null,"realtime:${topic}","postgres_changes",{"data":{"record":{"title": "${title}"}},"ids":[1]}]`;
    assert.deepEqual(
      differences([change('a', 'x'), change('b', 'x')], [change('b', 'x'), change('a', 'x')]),
      [],
    );
    assert.deepEqual(
      kinds(differences([change('a', 'x'), change('b', 'y')], [change('b', 'y'), change('a', 'x')])),
      ['reordered'],
    );
    assert.deepEqual(
      kinds(differences([change('a', 'x'), change('a', 'y')], [change('a', 'y'), change('a', 'x')])),
      ['reordered'],
    );
  });

  it('is what still comes after the client has said goodbye', () => {
    const farewell = ['open', 'the client closes'];
    assert.deepEqual(differences([...farewell, 'close 1005'], [...farewell, CLOSED, 'close 1005']), []);
    assert.deepEqual(kinds(differences(farewell, ['open', CLOSED, 'the client closes'])), ['added']);
  });
});

const ONE = '11111111-0000-4000-8000-000000000001';
const TWO = '22222222-0000-4000-8000-000000000002';
const OTHER = '33333333-0000-4000-8000-000000000003';

describe('A name that the server made up', () => {
  it('is another one in every run', () => {
    assert.deepEqual(differences([named(ONE)], [named(TWO)]), []);
  });

  it('stands for the same thing throughout, for all clients', () => {
    assert.deepEqual(kinds(differences([named(ONE), named(ONE)], [named(TWO), named(OTHER)])), [
      'inconsistent',
    ]);
    const heard = ['A', 'B'].map((party, index) => ({
      party,
      expected: [named(ONE)],
      actual: [named(index === 0 ? TWO : OTHER)],
    }));
    const found = compare(heard, { isGiven: NEVER, replayed: { from: NOW, to: NOW, lag: 0 } });
    assert.deepEqual(
      found.map(({ party, kind }) => [party, kind]),
      [['B', 'inconsistent']],
    );
  });

  it('does not stand for two things', () => {
    assert.deepEqual(kinds(differences([named(ONE), named(TWO)], [named(OTHER), named(OTHER)])), [
      'inconsistent',
    ]);
  });

  it('has the shape of the recorded one', () => {
    assert.deepEqual(kinds(differences([named(ONE)], [named(TWO.replace('-4000-', '-1000-'))])), ['changed']);
  });

  it('is the very same one when it came from outside', () => {
    assert.deepEqual(kinds(differences([named(ONE)], [named(TWO)], () => true)), ['changed']);
  });

  it('may be the id of a binding, of a row or of a presence', () => {
    const change = (id: number, row: number): string =>
      `[null,null,"realtime:a","postgres_changes",{"data":{"record":{"id": ${row}}},"ids":[${id},${id}]}]`;
    assert.deepEqual(differences([change(7, 1)], [change(8, 2)]), []);
    assert.deepEqual(
      kinds(differences([change(7, 1), change(7, 1)], [change(8, 2), change(9, 2)])).length,
      2,
    );
    const present = (ref: string): string =>
      DIFF.replace('{},"leaves"', `{"k":{"metas":[{"phx_ref":"${ref}"}]}},"leaves"`);
    assert.deepEqual(differences([present('GOpoJnMCnDXewZWR')], [present('abcdefghijklmno-')]), []);
    assert.deepEqual(kinds(differences([present('GOpoJnMCnDXewZWR')], [present('short')])), ['changed']);
  });
});

describe('A time that the server wrote down', () => {
  const at = (stamp: string): string => said('x').replace('"e"', `"${stamp}"`);
  const RECORDED = '2026-11-22T15:38:52.500Z';

  it('is one of the replay', () => {
    assert.deepEqual(differences([at(RECORDED)], [at('2030-01-01T12:00:05.123Z')]), []);
    assert.deepEqual(kinds(differences([at(RECORDED)], [at('2030-01-01T12:05:00.000Z')])), ['inconsistent']);
  });

  it('has the recorded form: milliseconds and Z, or microseconds and an offset', () => {
    assert.deepEqual(kinds(differences([at(RECORDED)], [at('2030-01-01T12:00:05.123456+00:00')])), [
      'changed',
    ]);
    assert.deepEqual(kinds(differences([at(RECORDED)], [at('2030-01-01T12:00:05.12Z')])), ['changed']);
  });

  it('is the same wherever the recording has the same', () => {
    const early = at('2030-01-01T12:00:05.123Z');
    const late = at('2030-01-01T12:00:06.000Z');
    assert.deepEqual(kinds(differences([at(RECORDED), at(RECORDED)], [early, late])), ['inconsistent']);
  });

  it('may be a second off where it is a number of seconds', () => {
    const expired = (seconds: number): string => said(`Token has expired ${seconds} seconds ago`);
    assert.deepEqual(differences([expired(3)], [expired(4)]), []);
    assert.deepEqual(kinds(differences([expired(3)], [expired(9)])), ['inconsistent']);
  });
});
