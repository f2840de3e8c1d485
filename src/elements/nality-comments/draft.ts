import { SPECIAL } from './content.ts';

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
