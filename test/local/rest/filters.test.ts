import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startStudio } from '../../support/backend-studio.ts';
import type { Studio } from '../../support/backend-studio.ts';

let studio: Studio;
let client: SupabaseClient;

before(async () => {
  studio = await startStudio();
  client = studio.anonymous();
});
after(() => studio.close());

/** What cannot be read → where, and what would have been. */
const UNREADABLE: [path: string, message: string, details: string][] = [
  [
    'films?id=5',
    '"failed to parse filter (5)" (line 1, column 1)',
    'unexpected "5" expecting "not" or operator (eq, gt, ...)',
  ],
  [
    'films?or=()',
    '"failed to parse logic tree (())" (line 1, column 4)',
    'unexpected ")" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)',
  ],
  [
    'films?order=id.foo',
    '"failed to parse order (id.foo)" (line 1, column 4)',
    'unexpected "f" expecting "asc", "desc", "nullsfirst" or "nullslast"',
  ],
  ['films?id=in.1,2', '"failed to parse filter (in.1,2)" (line 1, column 4)', 'unexpected "1" expecting "("'],
  [
    'films?year=is.5',
    '"failed to parse filter (is.5)" (line 1, column 4)',
    'unexpected "5" expecting isVal: (null, not_null, true, false, unknown)',
  ],
];
for (const [path, message, details] of UNREADABLE) {
  test(`${path} cannot be read`, async () => {
    const { status, body } = await studio.ask(path);
    assert.deepEqual(
      { status, body },
      { status: 400, body: { code: 'PGRST100', details, hint: null, message } },
    );
  });
}

test('every method of the client that chooses rows is understood', async () => {
  const titles = async (
    build: (rows: ReturnType<typeof films>) => PromiseLike<{ data: unknown; error: unknown }>,
  ) => {
    const { data, error } = await build(films());
    assert.equal(error, null);
    return (data as { title: string }[]).map(({ title }) => title);
  };
  const films = () => client.from('films').select('title').order('id');
  const [cléo, gleaners, barge, lost] = ['Cléo', 'Gleaners', "L'Atalante", 'Lost'];
  assert.deepEqual(await titles((rows) => rows.likeAllOf('title', ['L%', '%t'])), [lost]);
  assert.deepEqual(await titles((rows) => rows.likeAnyOf('title', ['C%', '%t'])), [cléo, lost]);
  assert.deepEqual(await titles((rows) => rows.ilikeAllOf('title', ['l%', '%T'])), [lost]);
  assert.deepEqual(await titles((rows) => rows.ilikeAnyOf('title', ['c%', '%T'])), [cléo, lost]);
  assert.deepEqual(await titles((rows) => rows.regexMatch('title', '^[CG]')), [cléo, gleaners]);
  assert.deepEqual(await titles((rows) => rows.regexIMatch('title', '^c')), [cléo]);
  assert.deepEqual(await titles((rows) => rows.isDistinct('tint', 'blue')), [cléo, lost]);
  assert.deepEqual(await titles((rows) => rows.in('title', ["L'Atalante", 'a,b"c'])), [barge]);
  assert.deepEqual(await titles((rows) => rows.notIn('id', [1, 2])), [barge, lost]);
  assert.deepEqual(await titles((rows) => rows.contains('facts', { tags: ['day'] })), [cléo]);
  assert.deepEqual(await titles((rows) => rows.containedBy('runs', '[0,6)')), [cléo]);
  assert.deepEqual(await titles((rows) => rows.rangeLt('runs', '[5,7)')), [cléo]);
  assert.deepEqual(await titles((rows) => rows.rangeGt('runs', '[1,5)')), [gleaners, barge]);
  assert.deepEqual(await titles((rows) => rows.rangeGte('runs', '[5,7)')), [gleaners, barge]);
  assert.deepEqual(await titles((rows) => rows.rangeLte('runs', '[5,12)')), [cléo, barge]);
  assert.deepEqual(await titles((rows) => rows.rangeAdjacent('runs', '[5,7)')), [cléo]);
  assert.deepEqual(await titles((rows) => rows.overlaps('runs', '[4,6)')), [cléo, barge]);
  assert.deepEqual(await titles((rows) => rows.textSearch('words', 'gleaner', { config: 'english' })), [
    gleaners,
  ]);
  assert.deepEqual(await titles((rows) => rows.textSearch('title', 'lost or cléo', { type: 'websearch' })), [
    cléo,
    lost,
  ]);
  assert.deepEqual(await titles((rows) => rows.match({ tint: 'blue', year: 2000 })), [gleaners]);
  assert.deepEqual(await titles((rows) => rows.not('tint', 'is', null)), [cléo, gleaners, barge]);
  assert.deepEqual(await titles((rows) => rows.or('year.lt.1930,and(tint.eq.blue,id.eq.2)')), [
    gleaners,
    lost,
  ]);
  assert.deepEqual(await titles((rows) => rows.filter('facts->score->>press', 'eq', '9')), [cléo]);
});
