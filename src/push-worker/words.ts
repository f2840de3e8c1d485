import { told } from '../elements/locales/de/told.ts';

type Tell = (who: string, what: string) => string;

/** Sentences by language and kind. In English the message says it itself. */
const SENTENCES: ReadonlyMap<string, ReadonlyMap<string, Tell>> = new Map([
  ['de', new Map<string, Tell>(Object.entries(told))],
]);

/** What a notification tells, in a language; undefined where the message's own words have to do. */
export function sentence(language: string, kind: string, who: string, what: string): string | undefined {
  return who === '' && kind !== 'answer' ? undefined : SENTENCES.get(language)?.get(kind)?.(who, what);
}
