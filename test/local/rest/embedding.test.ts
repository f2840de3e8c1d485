import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStudio } from '../../support/backend-studio.ts';
import type { Studio } from '../../support/backend-studio.ts';

let studio: Studio;

before(async () => {
  studio = await startStudio();
});
after(() => studio.close());

const CLÉO = 'Cléo';
const GLEANERS = 'Gleaners';
const BARGE = "L'Atalante";
const LOST = 'Lost';

/** What is asked → the rows that come. */
const READS: [rule: string, path: string, rows: unknown[]][] = [
  [
    'a to-one embed is an object, or null, and finds functions of the row like columns',
    'films?select=title,directors(full_name)&order=id&id=in.(1,4)',
    [
      { title: CLÉO, directors: { full_name: 'Agnès Varda' } },
      { title: LOST, directors: null },
    ],
  ],
  [
    'a unique foreign key makes objects in both directions',
    'films?select=title,film_details(plot,films(id))&id=in.(1,2)&order=id',
    [
      { title: CLÉO, film_details: { plot: 'Two hours of waiting', films: { id: 1 } } },
      { title: GLEANERS, film_details: null },
    ],
  ],
  [
    'a junction whose primary key holds both foreign keys makes a list',
    'films?select=title,actors(name)&id=in.(1,2)&order=id',
    [
      { title: CLÉO, actors: [{ name: 'Corinne' }, { name: 'Michel' }] },
      { title: GLEANERS, actors: [] },
    ],
  ],
  [
    'a table that refers to itself is a list by its name and an object by its column',
    'directors?select=first_name,directors(first_name),mentor_id(first_name)&id=in.(1,2)&order=id',
    [
      { first_name: 'Agnès', directors: [{ first_name: 'Jean' }, { first_name: 'Lotte' }], mentor_id: null },
      { first_name: 'Jean', directors: [], mentor_id: { first_name: 'Agnès' } },
    ],
  ],
  [
    'several relationships to one table are told apart by their columns',
    'screenings?select=id,host:directors!host_id(first_name),guest:directors!screenings_guest_id_fkey(first_name)&id=eq.1',
    [{ id: 1, host: { first_name: 'Agnès' }, guest: { first_name: 'Jean' } }],
  ],
  [
    'a view has the relationships of the columns that it shows, also by other names and through other views',
    'old_titles?select=title,directors(first_name,old_films(title))&order=film',
    [
      { title: BARGE, directors: { first_name: 'Jean', old_films: [{ title: BARGE }] } },
      { title: LOST, directors: null },
    ],
  ],
  [
    'a function that answers a row of another table is a relationship',
    'directors?select=first_name,best_film(title)&order=best_film(title).desc.nullslast&id=in.(1,2)',
    [
      { first_name: 'Jean', best_film: { title: BARGE } },
      { first_name: 'Agnès', best_film: { title: CLÉO } },
    ],
  ],
  [
    'a spread to-one relation becomes columns',
    'films?select=title,...directors(director:first_name,...studios(studio:name))&id=in.(1,4)&order=id',
    [
      { title: CLÉO, director: 'Agnès', studio: 'North' },
      { title: LOST, director: null, studio: null },
    ],
  ],
  [
    'a spread to-many relation becomes lists',
    'directors?select=first_name,...films(titles:title,year)&id=in.(1,3)&order=id',
    [
      { first_name: 'Agnès', titles: [CLÉO, GLEANERS], year: [1962, 2000] },
      { first_name: 'Lotte', titles: [], year: [] },
    ],
  ],
  [
    'an inner embed leaves out rows without related rows',
    'films?select=title,directors!inner(first_name)&directors.first_name=eq.Jean',
    [{ title: BARGE, directors: { first_name: 'Jean' } }],
  ],
  [
    'a filter on an embed leaves the row',
    'films?select=title,directors!left(first_name)&directors.first_name=eq.Jean&id=eq.1',
    [{ title: CLÉO, directors: null }],
  ],
  [
    'an empty embed is there to be asked about, and its alias has its name',
    'films?select=title,maker:directors()&maker=is.null',
    [{ title: LOST }],
  ],
  [
    'an embed can be one condition among others',
    'films?select=title,actors()&actors.name=eq.Corinne&or=(actors.not.is.null,id.eq.4)&order=id',
    [{ title: CLÉO }, { title: LOST }],
  ],
  [
    'embedded rows are filtered, ordered and limited on their own, by name or alias',
    'directors?select=first_name,works:films(title)&films.order=year.desc&works.limit=1&works.or=(id.eq.1,id.eq.2)&id=eq.1',
    [{ first_name: 'Agnès', works: [{ title: GLEANERS }] }],
  ],
  [
    'rows are ordered by a column of a to-one embed',
    'films?select=title,directors(first_name)&order=directors(first_name).desc.nullslast,id&limit=2',
    [
      { title: BARGE, directors: { first_name: 'Jean' } },
      { title: CLÉO, directors: { first_name: 'Agnès' } },
    ],
  ],
  [
    'a place inside JSON is called by its last key',
    'films?select=facts->tags->0,facts->score->>press,s:facts->score&id=eq.1',
    [{ tags: 'city', press: '9', s: { press: 9 } }],
  ],
  [
    'composite columns are objects, and have places inside',
    'studios?select=size,size->width&id=eq.1',
    [{ size: { width: 10, height: 20 }, width: 10 }],
  ],
];
for (const [rule, path, rows] of READS) {
  test(rule, async () => {
    const { status, text, body } = await studio.ask(path);
    assert.equal(status, 200, text);
    assert.deepEqual(body, rows);
  });
}

test('fields come before embeds, whatever their order in select', async () => {
  const { text } = await studio.ask('films?select=directors(first_name),title&id=eq.1');
  assert.equal(text, '[{"title":"Cléo","directors":{"first_name":"Agnès"}}]');
});

/** What is asked → the error that comes. */
const REFUSALS: [rule: string, path: string, status: number, error: Record<string, unknown>][] = [
  [
    'several relationships are named, so that one can be chosen',
    'screenings?select=id,directors(first_name)',
    300,
    {
      code: 'PGRST201',
      details: [
        {
          cardinality: 'many-to-one',
          embedding: 'screenings with directors',
          relationship: 'screenings_guest_id_fkey using screenings(guest_id) and directors(id)',
        },
        {
          cardinality: 'many-to-one',
          embedding: 'screenings with directors',
          relationship: 'screenings_host_id_fkey using screenings(host_id) and directors(id)',
        },
      ],
      hint:
        "Try changing 'directors' to one of the following: 'directors!screenings_guest_id_fkey', " +
        "'directors!screenings_host_id_fkey'. Find the desired relationship in the 'details' key.",
      message:
        "Could not embed because more than one relationship was found for 'screenings' and 'directors'",
    },
  ],
  [
    'no relationship, but one to something like it',
    'screenings?select=id,director(first_name)',
    400,
    {
      code: 'PGRST200',
      details:
        "Searched for a foreign key relationship between 'screenings' and 'director' in the schema 'public', but no matches were found.",
      hint: "Perhaps you meant 'directors' instead of 'director'.",
      message: "Could not find a relationship between 'screenings' and 'director' in the schema cache",
    },
  ],
  [
    'no relationship by that hint',
    'screenings?select=id,directors!nope(first_name)',
    400,
    {
      code: 'PGRST200',
      details:
        "Searched for a foreign key relationship between 'screenings' and 'directors' using the hint 'nope' in the schema 'public', but no matches were found.",
      hint: null,
      message: "Could not find a relationship between 'screenings' and 'directors' in the schema cache",
    },
  ],
  [
    'an order by what is a list',
    'films?select=title,actors(name)&order=actors(name)',
    400,
    {
      code: 'PGRST118',
      details: "'films' and 'actors' do not form a many-to-one or one-to-one relationship",
      hint: null,
      message: "A related order on 'actors' is not possible",
    },
  ],
  [
    'a filter on what is not embedded',
    'films?select=title&actors.name=eq.x',
    400,
    {
      code: 'PGRST108',
      details: null,
      hint: "Verify that 'actors' is included in the 'select' query parameter.",
      message: "'actors' is not an embedded resource in this request",
    },
  ],
  [
    'an embed compared with a value',
    'films?select=title,directors()&directors=eq.5',
    400,
    {
      code: 'PGRST120',
      details: 'Only is null or not is null filters are allowed on embedded resources',
      hint: null,
      message: "Bad operator on the 'directors' embedded resource",
    },
  ],
  [
    'a column that an embedded table does not have',
    'films?select=title,directors(nope)',
    400,
    { code: '42703', details: null, hint: null, message: 'column directors_1.nope does not exist' },
  ],
];
for (const [rule, path, status, error] of REFUSALS) {
  test(`refused: ${rule}`, async () => {
    const answer = await studio.ask(path);
    assert.deepEqual({ status: answer.status, body: answer.body }, { status, body: error });
  });
}
