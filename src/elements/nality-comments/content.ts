import { html, type TemplateResult } from 'lit';
import { safeUrl } from '../shared/safe-url.ts';

/** What a person has typed. */
export interface Draft {
  /** A person who is mentioned stands in it as `@` and their label. */
  readonly text: string;
  /** Labels of the people who were mentioned, with their ids. */
  readonly people: readonly (readonly [label: string, id: string])[];
}

/** Nothing typed yet. */
export const BLANK: Draft = { text: '', people: [] };

/** Whether a stored value is a draft. */
export function isDraft(value: unknown): value is Draft {
  const { text, people } = (value ?? {}) as Partial<Draft>;
  return (
    typeof text === 'string' &&
    Array.isArray(people) &&
    people.every((pair: unknown) => Array.isArray(pair) && pair.every((part) => typeof part === 'string'))
  );
}

/** What of a text is more than words: somebody mentioned, or a link. */
const SPECIAL = /@\[([0-9a-f-]{36})\]|https?:\/\/[^\s<>"]+/g;
/** What ends a sentence is no part of a link; nor is a bracket that it does not open. */
const AFTER_LINK = /(?:[.,;:!?'…]|\)(?<!\([^)]*\)))+$/;

/** The label of a person in a draft: their name, told apart by invisible signs from somebody else of that name. */
export function labelOf(id: string, name: string, people: Draft['people']): string {
  return people.some(([label, other]) => label === name && other !== id)
    ? labelOf(id, `${name}\u2060`, people)
    : name;
}

/** A draft as it is stored: with ids in the place of names. */
export function encode({ text, people }: Draft): { content: string; mentions: readonly string[] } {
  const mentions = new Set<string>();
  const content = people
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce(
      (words, [label, id]) =>
        words.replaceAll(`@${label}`, (match, at: number, all: string) => {
          if (/^[\p{L}\p{N}]/u.test(all.slice(at + match.length))) return match;
          mentions.add(id);
          return `@[${id}]`;
        }),
      text,
    );
  return { content: content.trim(), mentions: [...mentions] };
}

/** What is stored, as a draft to be changed. */
export function decode(content: string, mentions: readonly string[], nameOf: (id: string) => string): Draft {
  let people: Draft['people'] = [];
  const text = content.replace(SPECIAL, (match, id: string | undefined) => {
    if (id === undefined || !mentions.includes(id)) return match;
    const label = labelOf(id, nameOf(id), people);
    people = [...people, [label, id]];
    return `@${label}`;
  });
  return { text, people };
}

/** The words of a comment, with links that can be followed and the names of who is mentioned. */
export function rendered(
  content: string,
  mentions: readonly string[],
  nameOf: (id: string) => string,
): readonly (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of content.matchAll(SPECIAL)) {
    const [found, id] = match;
    const shown = id === undefined ? found.replace(AFTER_LINK, '') : found;
    const part = id === undefined ? link(shown) : mentions.includes(id) && mention(nameOf(id));
    if (!part) continue;
    parts.push(content.slice(end, match.index), part);
    end = match.index + shown.length;
  }
  return [...parts, content.slice(end)];
}

function link(address: string): TemplateResult | undefined {
  const href = safeUrl(address, 'link');
  return href === undefined
    ? undefined
    : html`<a part="link" href=${href} target="_blank" rel="noopener noreferrer ugc nofollow">${address}</a>`;
}

function mention(name: string): TemplateResult {
  return html`<bdi part="mention" class="mention">@${name}</bdi>`;
}
