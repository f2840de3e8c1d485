import { elementsOf, type AttributeDoc, type ElementDoc, type Manifest, type TypeDoc } from './model.ts';

/** What a package says of itself. */
export interface Package {
  readonly name: string;
  readonly version: string;
}

/** Custom data for the HTML editor of Visual Studio Code (version 1.1). */
export function vscodeData(manifest: Manifest): object {
  const tags = elementsOf(manifest).map((element) => ({
    name: element.tagName,
    description: markdown(element.description),
    attributes: element.attributes.map((attribute) => ({
      name: attribute.name,
      description: markdown(attribute.description),
      ...(isBoolean(attribute) ? { valueSet: 'v' } : {}),
      ...(wordsOf(attribute).length > 0 ? { values: wordsOf(attribute).map((name) => ({ name })) } : {}),
    })),
  }));
  return { version: 1.1, tags };
}

/** Web-types for JetBrains' editors. */
export function webTypes(manifest: Manifest, { name, version }: Package): object {
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'js-types-syntax': 'typescript',
    'description-markup': 'markdown',
    contributions: { html: { elements: elementsOf(manifest).map(webType) } },
  };
}

function webType(element: ElementDoc): object {
  const fields = element.members.filter(({ kind }) => kind === 'field');
  return {
    name: element.tagName,
    description: element.description,
    attributes: element.attributes.map(({ type, ...attribute }) => ({
      ...described(attribute),
      value: { type: type?.text, ...(type?.text === 'boolean' ? { kind: 'no-value' } : {}) },
    })),
    slots: element.slots?.map(described),
    js: {
      properties: fields.map(({ type, ...field }) => ({ ...described(field), type: type?.text })),
      events: element.events?.map(({ type, ...event }) => ({ ...described(event), type: type?.text })),
    },
    css: { properties: element.cssProperties?.map(described), parts: element.cssParts?.map(described) },
  };
}

function described(one: { name: string; description?: string; default?: string }): object {
  return { name: one.name, description: one.description, default: one.default };
}

function markdown(value = ''): object {
  return { kind: 'markdown', value };
}

function isBoolean({ type }: { type?: TypeDoc }): boolean {
  return type?.text === 'boolean';
}

/** The closed set of words of an attribute, if it has one. */
function wordsOf({ type }: AttributeDoc): readonly string[] {
  return [...(type?.text.matchAll(/'([^']+)'/g) ?? [])].map(([, word = '']) => word);
}
