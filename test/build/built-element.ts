import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../build/configs.ts';

const ESM = join(root, 'dist/esm');

/** What the built code of an element says, without the manifest. */
export interface BuiltElement {
  /** Its class. */
  readonly class: ElementClass;
  /** The text of its own folder's modules, and of all modules of the elements that it reaches: the shared ones, too. */
  readonly own: string;
  readonly all: string;
}

/** A Lit element's class, as far as tests read it. */
export interface ElementClass {
  readonly observedAttributes: readonly string[];
  readonly elementProperties: ReadonlyMap<string, unknown>;
  readonly prototype: object;
}

/** Reads the code of a built element, by its tag. */
export async function builtElement(tag: string): Promise<BuiltElement> {
  const entry = join(ESM, `elements/${tag}/${tag}.js`);
  const [element] = Object.values((await import(entry)) as Record<string, ElementClass>);
  const modules = [...modulesOf(entry)];
  const own = modules.filter(([file]) => file.includes(`/${tag}/`));
  return { class: element!, own: textOf(own), all: textOf(modules) };
}

/** Modules of the elements that a module imports, at once or later, and theirs: text by path. */
function modulesOf(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file) || !file.startsWith(join(ESM, 'elements'))) return found;
  const text = readFileSync(file, 'utf8');
  found.set(file, text);
  const code = text.replace(/\/\*\*[^]*?\*\//g, '');
  for (const [, path = ''] of code.matchAll(/(?:from |import |import\()["'`](\.[^"'`]+)["'`]/g))
    modulesOf(join(dirname(file), path), found);
  return found;
}

function textOf(modules: readonly (readonly [string, string])[]): string {
  return modules.map(([, text]) => text).join('\n');
}

/** The names that a pattern's first group finds, sorted, each once. */
export function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, name = '']) => name.split(' ')))].sort();
}
