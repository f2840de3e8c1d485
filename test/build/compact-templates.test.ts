import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compactCss, compactMarkup } from '../../build/compact-templates.ts';

test('style sheets lose what says nothing, and keep what says something', () => {
  for (const [css, compact] of [
    ['\n  :host {\n    display: block;\n  }\n', ' :host{display:block}'],
    ['a { color: red; /* why */ }', 'a{color:red}'],
    ['a :hover, b{ margin: calc(1px + 2px) 0; }', 'a :hover,b{margin:calc(1px + 2px) 0}'],
    ['@media (min-width: 30em) { a b { x: y; } }', '@media (min-width:30em){a b{x:y}}'],
  ])
    assert.equal(compactCss(css!).trimEnd(), compact);
});

test('markup keeps one space where there was any', () => {
  assert.equal(compactMarkup('<p>\n    one\n    <b>two</b>\n  </p>'), '<p> one <b>two</b> </p>');
});
