import { executeServerCommand } from '@web/test-runner-commands';

/** What a person prefers, by the media features of CSS. */
export type Preferences = Readonly<
  Partial<Record<'prefers-color-scheme' | 'prefers-reduced-motion' | 'forced-colors', string>>
>;

/** Looks other than the usual one, with words for the names of tests. */
export const LOOKS: readonly (readonly [string, Preferences])[] = [
  ['in the dark', { 'prefers-color-scheme': 'dark' }],
  ['in forced colours', { 'forced-colors': 'active' }],
];

/** Does something in the page of a person who prefers that. Only some drivers can: see `test/browsers/abilities.ts`. */
export async function preferring(preferences: Preferences, act: () => Promise<void>): Promise<void> {
  await executeServerCommand('prefer', preferences);
  try {
    for (const [feature, value] of Object.entries(preferences))
      if (!matchMedia(`(${feature}: ${value})`).matches) throw new Error(`${feature} is not ${value}.`);
    await act();
  } finally {
    await executeServerCommand('prefer', {});
  }
}
