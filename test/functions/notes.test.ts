import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotesFilter } from '../../supabase/functions/_shared/notes-filter.ts';
import { readNotes } from '../../supabase/functions/_shared/proposals.ts';

function filter(pieces: Iterable<string>) {
  const notes = new NotesFilter();
  const text = [...pieces].map((piece) => notes.feed(piece)).join('') + notes.end();
  return { text, notes: notes.notes };
}

test('text and notes are parted wherever the pieces end', () => {
  const whole = 'A < b, <note> and\n\n<b>.\n\n<notes>{"a": "<notes>"}</notes> never <notes>seen</notes>';
  const expected = { text: 'A < b, <note> and\n\n<b>.', notes: '{"a": "<notes>"}' };
  assert.deepEqual(filter(whole), expected);
  for (let at = 0; at <= whole.length; at++) {
    assert.deepEqual(filter([whole.slice(0, at), whole.slice(at)]), expected);
  }
});

test('a beginning of notes that comes to nothing is text', () => {
  assert.deepEqual(filter(['Less is <', 'not', ' more  ']), { text: 'Less is <not more', notes: undefined });
  assert.deepEqual(filter(['It ends <note']), { text: 'It ends <note', notes: undefined });
});

test('white space between pieces is kept, however much of it comes', () => {
  assert.equal(filter(['one ', ' two']).text, 'one  two');
  const blank = ' '.repeat(5000);
  assert.equal(filter(['one', ...blank, 'two']).text, `one${blank}two`);
});

test('notes without an end are read as far as they may go', () => {
  const { text, notes } = filter(['Text<notes>', ...Array<string>(100).fill('x'.repeat(1000))]);
  assert.equal(text, 'Text');
  assert.ok(notes && notes.length >= 32_000 && notes.length < 34_000);
});

test('whatever notes are, what is read of them is well formed', () => {
  const nothing = { suggestions: [], events: [] };
  for (const text of [
    undefined,
    '',
    'null',
    '7',
    '[]',
    '"x"',
    '{"events": {}}',
    '{"events": [[["x"]]]}',
    '['.repeat(30_000),
  ]) {
    assert.deepEqual(readNotes(text), nothing, text?.slice(0, 20));
  }
  const [odd] = readNotes(
    '{"events": [{"title": "x", "location": ["y"], "importance": 1e400, "tags": "z"}]}',
  ).events;
  assert.deepEqual([odd?.title, odd?.location, odd?.importance, odd?.tags], ['x', null, 5, []]);
  const { events } = readNotes(
    '{"events": [{"title": " A\\u0000\\n b ", "importance": "9", "tags": [1, "x", " x"], "confidence": null}]}',
  );
  assert.deepEqual(events, [
    {
      ...{ title: 'A b', description: null, date: null, category: 'other', location: null },
      ...{ importance: 5, tags: ['x'], confidence: 0.5 },
    },
  ]);
});
