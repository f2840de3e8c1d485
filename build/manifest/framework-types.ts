import { elementsOf, type ElementDoc, type Manifest } from './model.ts';

/** The declarations that frameworks' templates are checked against, by the file's name in `dist/types`. */
export function frameworkTypes(manifest: Manifest): Readonly<Record<string, string>> {
  return {
    'frameworks.d.ts': shared(elementsOf(manifest)),
    'jsx.d.ts': JSX,
    'vue.d.ts': VUE,
    'svelte.d.ts': SVELTE,
  };
}

/** What the frameworks share: properties and events of each tag. */
function shared(elements: readonly ElementDoc[]): string {
  return `${elements.map(({ name, tagName }) => `import type { ${name} } from './elements/${tagName}/${tagName}.js';`).join('\n')}

/** What is written on each tag, and what comes from it. */
export interface NalityTags {
${elements.map(tag).join('\n')}
}

/** The element of a tag. */
export type NalityElement<Tag extends keyof NalityTags> = HTMLElementTagNameMap[Tag];

/** Listeners of a tag, by their names as \`Prefix\` and the event's name. */
export type NalityListeners<Tag extends keyof NalityTags, Prefix extends string> = {
  [Name in NalityTags[Tag]['events'] as \`\${Prefix}\${Name}\`]?: (event: HTMLElementEventMap[Name]) => void;
};
`;
}

function tag({ name, tagName, summary, members, attributes, events = [] }: ElementDoc): string {
  const properties = members.filter(({ kind, readonly }) => kind === 'field' && !readonly);
  const names = new Set(members.map((member) => member.name));
  const lines = [
    ...properties.map((one) => [one.description, `${one.name}?: ${name}['${one.name}'];`]),
    ...attributes
      .filter((one) => !names.has(one.name) && one.type)
      .map((one) => [one.description, `'${one.name}'?: ${one.type?.text} | undefined;`]),
  ];
  return `  /** ${summary} */
  '${tagName}': {
    props: {
${lines.map(([words = '', line]) => `      /** ${words.replace(/\s+/g, ' ')} */\n      ${line}`).join('\n')}
    };
    events: ${events.map((event) => `'${event.name}'`).join(' | ') || 'never'};
  };`;
}

/** A project without the framework has nothing to augment: there, these lines may say nothing. */
const MAY_BE_ABSENT = '// @ts-ignore';

const JSX = `import type { NalityElement, NalityListeners, NalityTags } from './frameworks.js';
${MAY_BE_ABSENT}
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

/** What JSX may write on a tag. */
export type NalityJsxProps<Tag extends keyof NalityTags> = NalityTags[Tag]['props'] &
  NalityListeners<Tag, 'on'>;

/** The tags, with what every element takes, for the \`IntrinsicElements\` of any library. */
export type NalityJsxElements = {
  [Tag in keyof NalityTags]: NalityJsxProps<Tag> & {
    [Attribute in 'id' | 'class' | 'slot' | 'lang' | 'dir' | 'title' | 'style' | \`aria-\${string}\` | \`data-\${string}\`]?: string;
  } & { hidden?: boolean; children?: unknown; ref?: unknown };
};

/** The same for React, which keeps \`key\` for itself. */
type ReactElements = {
  [Tag in keyof NalityTags]: DetailedHTMLProps<HTMLAttributes<NalityElement<Tag>>, NalityElement<Tag>> &
    Omit<NalityJsxProps<Tag>, 'key'>;
};

declare global {
  namespace JSX {
    interface IntrinsicElements extends NalityJsxElements {}
  }
}

${MAY_BE_ABSENT}
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends ReactElements {}
  }
}
`;

const VUE = `import type { HTMLAttributes, PublicProps } from 'vue';
import type { NalityElement, NalityTags } from './frameworks.js';

type Camelize<Name extends string> = Name extends \`\${infer Head}-\${infer Tail}\`
  ? \`\${Head}\${Capitalize<Camelize<Tail>>}\`
  : Name;

type Listeners<Tag extends keyof NalityTags> = {
  [Name in NalityTags[Tag]['events'] as \`on\${Capitalize<Camelize<Name>>}\`]?: (event: HTMLElementEventMap[Name]) => void;
};

type Elements = {
  [Tag in keyof NalityTags]: new () => NalityElement<Tag> & {
    /** What a template may write on the tag; an element itself has no such property. Vue keeps \`key\` for itself. */
    $props: HTMLAttributes & PublicProps & Omit<NalityTags[Tag]['props'], 'key'> & Listeners<Tag>;
  };
};

declare module 'vue' {
  interface GlobalComponents extends Elements {}
}
`;

const SVELTE = `import type { HTMLAttributes } from 'svelte/elements';
import type { NalityElement, NalityListeners, NalityTags } from './frameworks.js';

type Elements = {
  [Tag in keyof NalityTags]: HTMLAttributes<NalityElement<Tag>> &
    NalityTags[Tag]['props'] &
    NalityListeners<Tag, 'on' | 'on:'>;
};

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends Elements {}
}
`;
