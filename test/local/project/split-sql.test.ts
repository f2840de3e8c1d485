import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitSql } from '../../../src/local/project/split-sql.ts';

const CASES: [name: string, text: string, statements: [line: number, sql: string][]][] = [
  ['nothing', '  \n-- only a comment\n/* and another */ ;', []],
  [
    'two statements',
    'select 1;\nselect 2',
    [
      [1, 'select 1'],
      [2, 'select 2'],
    ],
  ],
  ['comments between', '-- a;b\n\n/* c;\n/* nested; */ d */ select 1;', [[4, 'select 1']]],
  ['a comment inside', 'select -- one;\n 1;', [[1, 'select -- one;\n 1']]],
  [
    'strings',
    `select ';', ''';', E'\\';';select 2`,
    [
      [1, `select ';', ''';', E'\\';'`],
      [1, 'select 2'],
    ],
  ],
  [
    'quoted names',
    'select ";""";select 2',
    [
      [1, 'select ";"""'],
      [1, 'select 2'],
    ],
  ],
  [
    'dollar quotes',
    'do $$ begin; end $$;\ndo $a$ $$;$$ ; $a$;\nselect 3',
    [
      [1, 'do $$ begin; end $$'],
      [2, 'do $a$ $$;$$ ; $a$'],
      [3, 'select 3'],
    ],
  ],
  [
    'parameters are no quotes',
    'select $1; select $2',
    [
      [1, 'select $1'],
      [1, 'select $2'],
    ],
  ],
  [
    'rules',
    'create rule r as on insert to t do (delete from a; delete from b); select 1',
    [
      [1, 'create rule r as on insert to t do (delete from a; delete from b)'],
      [1, 'select 1'],
    ],
  ],
  [
    'bodies in standard SQL',
    'create function f() returns int\nbegin atomic\n  select 1;\n  select case when true then 1 end;\nend;\nselect 2',
    [
      [
        1,
        'create function f() returns int\nbegin atomic\n  select 1;\n  select case when true then 1 end;\nend',
      ],
      [6, 'select 2'],
    ],
  ],
];
for (const [name, text, expected] of CASES) {
  test(name, () =>
    assert.deepEqual(
      splitSql(text).map(({ line, sql }) => [line, sql]),
      expected,
    ),
  );
}
