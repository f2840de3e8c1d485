/** What a locale says instead of the English words, by section. What it leaves out stays English. */
export type Locale = Readonly<Record<string, object>>;

/** Loads a locale when it is first needed. */
export type LoadLocale = () => Promise<{ readonly default: Locale }>;

interface Section {
  readonly english: object;
  /** What is said now: read anew at every render. */
  readonly said: object;
}

const sections = new Map<string, Section>();
const loaders = new Map<string, LoadLocale>([['de', () => import('../locales/de.ts')]]);
/** What was loaded; undefined for what is on its way, or could not be loaded. */
const locales = new Map<string, Locale | undefined>();
let current = 'en';

/** Declares the English words of a section. What is returned is spoken in whatever language `speak` has chosen. */
export function words<T extends object>(section: string, english: T): T {
  const said = { ...english };
  sections.set(section, { english, said });
  Object.assign(said, locales.get(current)?.[section]);
  return said;
}

/**
 * Adds a language, or replaces one.
 *
 * @param tag the language without a region, such as `fr`
 * @param load what loads its words: `() => import('./fr.js')`
 */
export function registerLocale(tag: string, load: LoadLocale): void {
  loaders.set(tag, load);
  locales.delete(tag);
}

/** The language of the words as they are now: what is kept over renders depends on it. */
export function spoken(): string {
  return current;
}

/**
 * From here on the words are of this language: each element says so before it renders, and renders without a pause. Until a
 * language is loaded, and where there is none, they are English.
 *
 * @param tag a BCP 47 tag such as `de-AT`
 * @param onLoaded hears that the language is there and it is time to render again
 */
export function speak(tag: string, onLoaded: () => void): void {
  const language = tag.split('-', 1)[0] ?? '';
  if (loaders.has(language) && !locales.has(language)) void load(language);
  if (loading.has(language)) waiting.add(onLoaded);
  const next = locales.get(language) ? language : 'en';
  if (next === current) return;
  current = next;
  for (const [name, { english, said }] of sections) Object.assign(said, english, locales.get(next)?.[name]);
}

const loading = new Set<string>();
const waiting = new Set<() => void>();

async function load(language: string): Promise<void> {
  locales.set(language, undefined);
  loading.add(language);
  try {
    locales.set(language, (await loaders.get(language)?.())?.default);
  } catch {
    // English does. The next page tries again.
  }
  loading.delete(language);
  for (const tell of waiting) tell();
  waiting.clear();
}
