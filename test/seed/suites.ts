import { globSync, readFileSync, statSync } from 'node:fs';
import ts from 'typescript';

/** The titles of the tests that stand in a suite, or, with an empty name, in none. */
export interface Suite {
  readonly file: string;
  readonly suite: string;
  readonly titles: readonly string[];
}

/** The suites of a test file, or of all in a folder, as they are written: nothing is run. In a title, `…` stands for an expression. */
export function readSuites(path: string): readonly Suite[] {
  const files = statSync(path).isDirectory() ? globSync(`${path}/*.test.ts`).sort() : [path];
  return files.flatMap((file) => suitesIn(file));
}

function suitesIn(file: string): readonly Suite[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const titles = new Map<string, string[]>();
  const visit = (node: ts.Node, suite: string): void => {
    const call = callIn(node);
    const inside = call?.name === 'describe' ? call.title : suite;
    if (call && call.name !== 'describe') titles.set(suite, [...(titles.get(suite) ?? []), call.title]);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, '');
  return [...titles].map(([suite, list]) => ({ file, suite, titles: list }));
}

/** `describe`, `it` or `test`, with its title. */
function callIn(node: ts.Node): { name: string; title: string } | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const { text: name } = node.expression;
  const [first] = node.arguments;
  if (!['describe', 'it', 'test'].includes(name) || !first) return undefined;
  if (ts.isStringLiteralLike(first)) return { name, title: first.text };
  if (!ts.isTemplateExpression(first)) return undefined;
  const rest = first.templateSpans.map(({ literal }) => `…${literal.text}`);
  return { name, title: first.head.text + rest.join('') };
}
