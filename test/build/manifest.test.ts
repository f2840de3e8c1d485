import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../build/configs.ts';
import { elementsOf, type ElementDoc, type Manifest } from '../../build/manifest/model.ts';
import { page } from '../../build/manifest/pages.ts';
import { builtElement, namesIn } from './built-element.ts';
import { manifest as ourPackage } from './consumer.ts';

const TAGS = ['provider', 'timeline', 'presence', 'chat', 'comments', 'notifications'].map(
  (name) => `nality-${name}`,
);

/** What the browser itself makes a property of, so that no class observes it. */
const NATIVE = ['aria-label'];

/** A custom property of the page's that a style reads. */
const READ = /var\(\s*(--nality-[\w-]+)/g;

const manifest = await readJson<Manifest>(ourPackage.customElements);
const elements = elementsOf(manifest);

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(join(root, file), 'utf8')) as T;
}

function namesOf(list: readonly { name: string }[] = []): readonly string[] {
  return list.map(({ name }) => name).sort();
}

test('the manifest names the six elements, and where they are and are registered', async () => {
  assert.deepEqual(namesOf(elements.map(({ tagName }) => ({ name: tagName }))), [...TAGS].sort());
  for (const { path, exports } of manifest.modules) {
    const module = (await import(join(root, path))) as object;
    const names = exports.filter(({ kind }) => kind === 'js').map(({ name }) => name);
    assert.deepEqual(names, Object.keys(module), path);
  }
  const definitions = manifest.modules.flatMap(({ exports }) =>
    exports.filter(({ kind }) => kind === 'custom-element-definition'),
  );
  assert.deepEqual(namesOf(definitions), [...TAGS].sort());
});

for (const element of elements) {
  const { tagName } = element;
  const built = await builtElement(tagName);

  test(`the manifest names the attributes and properties of ${tagName}, and no others`, () => {
    const attributes = namesOf(element.attributes).filter((name) => !NATIVE.includes(name));
    assert.deepEqual(attributes, [...built.class.observedAttributes].sort());
    const made = [
      ...built.class.elementProperties.keys(),
      ...(tagName === 'nality-provider' ? ['nality'] : []),
    ];
    assert.deepEqual(namesOf(element.members), made.sort());
    for (const name of made) assert.ok(name in built.class.prototype, name);
  });

  test(`the manifest names the events of ${tagName}, and no others`, () => {
    const names = tagName === 'nality-provider' ? hostEvents(built.all) : eventsMadeIn(built.own);
    assert.deepEqual(namesOf(element.events), names);
  });

  test(`the manifest names the parts and slots of ${tagName}, and no others`, () => {
    assert.deepEqual(namesOf(element.cssParts), partsIn(built.all));
    const slots = namesIn(built.all, /<slot(?: name="([^"]*)")?>/g);
    assert.deepEqual(namesOf(element.slots), slots);
  });

  test(`the manifest names custom properties that ${tagName} reads, and all that are its own`, () => {
    const named = namesOf(element.cssProperties);
    assert.equal(new Set(named).size, named.length);
    const read = namesIn(built.all, READ);
    for (const name of named) assert.ok(read.includes(name), name);
    for (const name of namesIn(built.own, READ)) assert.ok(named.includes(name), name);
  });

  test(`everything of ${tagName} is described`, () => {
    const { attributes, members, events = [], slots = [], cssParts = [], cssProperties = [] } = element;
    const all = [element, ...attributes, ...members, ...events, ...slots, ...cssParts, ...cssProperties];
    assert.deepEqual(namesOf(all.filter(({ description }) => !description)), []);
    const typed = [...attributes, ...members, ...events];
    assert.deepEqual(namesOf(typed.filter(({ type }) => !type?.text)), []);
  });

  test(`the page about ${tagName} is up to date (npm run docs)`, async () => {
    const written = await readFile(join(root, `docs/elements/${tagName}.md`), 'utf8');
    assert.equal(written, await page(element));
  });
}

test('every shared token is one that some element is said to read', async () => {
  const tokens = await readFile(join(root, 'dist/esm/elements/shared/tokens.js'), 'utf8');
  const named = new Set(elements.flatMap(({ cssProperties }) => namesOf(cssProperties)));
  const all = namesIn(tokens, READ);
  assert.ok(all.length > 20);
  assert.deepEqual(
    all.filter((name) => !named.has(name)),
    [],
  );
});

test('an event can be cancelled where the manifest says so', async () => {
  for (const { tagName, events = [] } of elements.filter((one) => one.tagName !== 'nality-provider')) {
    const { own } = await builtElement(tagName);
    for (const { name, cancelable } of events) {
      const [, rest = ''] = own.split(`type = "${name}"`);
      assert.equal(/^[^]*?super\([^)]*cancelable: true/.test(rest.split('class ')[0]!), cancelable, name);
    }
  }
});

test('editors are told of every tag and attribute', async () => {
  const vscode = await readJson<{ tags: { name: string; attributes: { name: string }[] }[] }>(
    'dist/vscode.html-custom-data.json',
  );
  const webTypes = await readJson<{
    version: string;
    contributions: { html: { elements: typeof vscode.tags } };
  }>(ourPackage['web-types']);
  assert.equal(webTypes.version, ourPackage.version);
  for (const tags of [vscode.tags, webTypes.contributions.html.elements])
    assert.deepEqual(settings(tags), settings(named(elements)));
});

function named(all: readonly ElementDoc[]): { name: string; attributes: readonly { name: string }[] }[] {
  return all.map(({ tagName, attributes }) => ({ name: tagName, attributes }));
}

function settings(
  tags: readonly { name: string; attributes: readonly { name: string }[] }[],
): readonly (readonly [string, readonly string[]])[] {
  return tags.map(({ name, attributes }) => [name, namesOf(attributes)]);
}

/** What a provider says for its core. */
function hostEvents(text: string): readonly string[] {
  const own = namesIn(text, /type = "(nality-(?:queue|ready)[\w-]*)"/g);
  return [...own, ...namesIn(text, /: "((?:realtime|timeline|offline):\w+)"/g)].sort();
}

function eventsMadeIn(text: string): readonly string[] {
  const types = new Map(
    [...text.matchAll(/class (\w+) extends \w*Event \{[^]*?type = "([^"]+)"/g)].map(([, name, type]) => [
      name!,
      type!,
    ]),
  );
  return namesIn(text, /new (Nality\w+Event)\(/g)
    .map((name) => types.get(name) ?? `${name} is not a class of its folder`)
    .sort();
}

/** Also those of `part="notification ${row.read ? 'read' : 'unread'}"`. */
function partsIn(text: string): readonly string[] {
  const written = [...text.matchAll(/part="((?:\$\{[^}]*\}|[^"$])*)"/g)].map(([, parts = '']) => parts);
  const chosen = written.flatMap((parts) => [...namesIn(parts, /["'`]([\w-]+)["'`]/g)]);
  const always = written.flatMap((parts) => parts.replace(/\$\{[^}]*\}/g, '').match(/[\w-]+/g) ?? []);
  return [...new Set([...chosen, ...always])].sort();
}
