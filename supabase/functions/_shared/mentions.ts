/** Who and where a text speaks of, by simple rules for English. */
export interface Mentions {
  /** As they are written: “Lyon”. */
  places: string[];
  /** As they are addressed: “your mother”, “Anna”. */
  people: string[];
}

const NAME = String.raw`\p{Lu}[\p{L}'’-]+(?:\s+(?:(?:de|la|le|les|del|di|da|do|dos|am|an|der|den|upon|of|the)\s+)*\p{Lu}[\p{L}'’-]+){0,3}`;
const PLACE = new RegExp(
  String.raw`\b(?:in|to|at|from|near|into|through|via|outside|towards?)\s+(?:the\s+)?(${NAME})`,
  'gu',
);
const KIN = String.raw`(?:(?:great[\s-]*)*grand(?:mother|father|parents|ma|pa|son|daughter|children)|mothers?|fathers?|mum|mom|dad|parents|sisters?|brothers?|aunts?|uncles?|cousins?|wife|husband|partner|sons?|daughters?|children|family|friends?|teacher|neighbours?|neighbors?)`;
const RELATIVE = new RegExp(
  String.raw`\b(?:my|our)\s+(?:(?:older|younger|elder|little|big|best|old|first|dear)\s+)*(${KIN})\b`,
  'gi',
);
const COMPANION = new RegExp(String.raw`\b(?:with|and|met|married|named|called)\s+(${NAME})`, 'gu');
const NO_NAME =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer|Autumn|Fall|Winter|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|I|I'm|I’m|We|He|She|They|It|The|My|Our|Then|Mum|Mom|Dad|Mother|Father|God)\b/u;

/** Finds the people and places that are named. */
export function findMentions(text: string): Mentions {
  const places = names(text, PLACE);
  const kin = [...text.matchAll(RELATIVE)].map(([, kin = '']) => `your ${kin.toLowerCase()}`);
  const companions = names(text, COMPANION).filter((name) => !places.includes(name));
  return { places: unique(places), people: unique([...kin, ...companions]) };
}

function names(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, name = '']) => (NO_NAME.test(name) ? [] : name));
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
