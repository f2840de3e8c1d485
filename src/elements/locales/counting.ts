/**
 * The forms of a sentence for how many there are of something, by the categories of a language as `Intl.PluralRules` knows them.
 * What is left out is said as `other`.
 */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & Record<'other', string>>;

const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/**
 * The form of a sentence that a language has for a number.
 *
 * @param language a BCP 47 tag such as `pl`
 */
export function plural(language: string, count: number, forms: PluralForms): string {
  const rule = kept(rules, language, () => new Intl.PluralRules(language));
  return forms[rule.select(count)] ?? forms.other;
}

/**
 * A number as a language writes it: `1.234` in German.
 *
 * @param language a BCP 47 tag such as `de`
 */
export function formatNumber(language: string, count: number): string {
  return kept(numbers, language, () => new Intl.NumberFormat(language)).format(count);
}

/** Making an Intl object costs far more than using it. */
function kept<T>(all: Map<string, T>, language: string, make: () => T): T {
  const made = all.get(language) ?? make();
  all.set(language, made);
  return made;
}
