import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  beyond,
  joined,
  pieceOf,
  withPiece,
  type Piece,
  type Told,
} from '../../../src/core/features/chat-stream.ts';

const ANSWER = 'Once upon a time 🎈 in Warsaw, in a narrow house.';
const ID = '00000000-0000-4000-8007-000000000003';

function piecesOf(text: string, size: number): readonly Piece[] {
  const count = Math.ceil(text.length / size);
  return Array.from({ length: count }, (_, i) => ({
    offset: i * size,
    text: text.slice(i * size, (i + 1) * size),
  }));
}

function told(...pieces: readonly Piece[]): Told {
  return pieces.reduce<Told>(withPiece, []);
}

test('pieces join to the text, in whatever order they come and however often', () => {
  for (const size of [1, 3, 7, 100]) {
    const pieces = piecesOf(ANSWER, size);
    assert.equal(joined('', told(...pieces)), ANSWER);
    assert.equal(joined('', told(...pieces.toReversed(), ...pieces)), ANSWER);
  }
});

test('a character that comes in two halves is whole in the end', () => {
  const half = ANSWER.indexOf('🎈') + 1;
  const pieces = [
    { offset: half, text: ANSWER.slice(half) },
    { offset: 0, text: ANSWER.slice(0, half) },
  ];
  assert.equal(joined('', told(...pieces)), ANSWER);
});

test('nothing is shown beyond a missing piece until the saved text heals the gap', () => {
  const [first, , ...rest] = piecesOf(ANSWER, 5) as [Piece, Piece, ...Piece[]];
  const known = told(first, ...rest);
  assert.equal(joined('', known), ANSWER.slice(0, 5));
  assert.equal(joined(ANSWER.slice(0, 12), known), ANSWER);
});

test('pieces may overlap, and what is saved is right where they differ', () => {
  const known = told({ offset: 0, text: 'XXXX upon' }, { offset: 5, text: 'upon a time' });
  assert.equal(joined('Once', known), 'Once upon a time');
});

test('what the saved text has reached is kept no longer', () => {
  const known = told(...piecesOf(ANSWER, 10));
  assert.deepEqual(
    beyond(ANSWER.slice(0, 25), known).map(({ offset }) => offset),
    [20, 30, 40],
  );
  assert.deepEqual(beyond(ANSWER, known), []);
});

test('so many pieces wait and no more, whoever sends them', () => {
  const many = Array.from({ length: 2_000 }, (_, i) => ({ offset: i + 1, text: 'x' }));
  assert.equal(told(...many).length, 500);
});

test('only what has the shape of a piece is one', () => {
  assert.deepEqual(pieceOf({ message_id: ID, offset: 3, text: 'abc', user_id: 'x' }), {
    messageId: ID,
    offset: 3,
    text: 'abc',
  });
  for (const payload of [
    null,
    'text',
    {},
    { message_id: 'x', offset: 0, text: '' },
    { message_id: ID, offset: -1, text: 'a' },
    { message_id: ID, offset: 1.5, text: 'a' },
    { message_id: ID, offset: Number.NaN, text: 'a' },
    { message_id: ID, offset: 0, text: 7 },
    { message_id: ID, offset: 0, text: 'x'.repeat(40_001) },
    { message_id: ID, offset: 2 ** 53, text: 'a' },
  ])
    assert.equal(pieceOf(payload), undefined);
});
