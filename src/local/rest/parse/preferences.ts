import { RestError } from '../errors.ts';

/** What a client asks for in its `Prefer` headers, as far as it is understood. */
export interface Preferences {
  resolution?: 'merge-duplicates' | 'ignore-duplicates';
  /** What columns get that the body leaves out. */
  missing?: 'null' | 'default';
  return?: 'minimal' | 'headers-only' | 'representation';
  count?: 'exact' | 'planned' | 'estimated';
  /** Absent where the project does not let clients decide. */
  tx?: 'commit' | 'rollback';
  handling?: 'strict' | 'lenient';
  timezone?: string;
  maxAffected?: number;
}

export interface PreferenceRules {
  /** Whether clients may have their transaction rolled back. */
  allowTx: boolean;
  isTimezone: (name: string) => Promise<boolean>;
}

const VALUES = {
  resolution: ['merge-duplicates', 'ignore-duplicates'],
  missing: ['null', 'default'],
  return: ['minimal', 'headers-only', 'representation'],
  count: ['exact', 'planned', 'estimated'],
  tx: ['commit', 'rollback'],
  handling: ['strict', 'lenient'],
} as const;

/** The first wish of a kind counts. @throws {RestError} PGRST122 when handling is strict and a wish is unknown */
export async function parsePreferences(
  header: string | null,
  { allowTx, isTimezone }: PreferenceRules,
): Promise<Preferences> {
  const wishes = (header ?? '').split(',').flatMap((wish) => wish.trim() || []);
  const preferences: Record<string, string | number> = {};
  const unknown: string[] = [];
  for (const wish of wishes) {
    const [name = '', value = ''] = wish.split('=', 2);
    if (
      Object.hasOwn(VALUES, name) &&
      (VALUES[name as keyof typeof VALUES] as readonly string[]).includes(value)
    )
      preferences[name] ??= value;
    else if (name === 'timezone' && (await isTimezone(value))) preferences.timezone ??= value;
    else if (name !== 'max-affected') unknown.push(wish);
    else if (/^-?\d+$/.test(value)) preferences.maxAffected ??= Number(value);
  }
  if (!allowTx) delete preferences.tx;
  if (preferences.handling === 'strict' && unknown.length > 0) throw invalid(unknown);
  return preferences;
}

/** The value of `Preference-Applied`: of those that concern the request, the ones that were understood. */
export function appliedPreferences(
  preferences: Preferences,
  concerned: readonly (keyof Preferences)[],
): string | undefined {
  const { handling, maxAffected, ...rest } = preferences;
  const applied = (['resolution', 'missing', 'return', 'count', 'tx'] as const)
    .filter((name) => concerned.includes(name) && rest[name] !== undefined)
    .map((name) => `${name}=${rest[name]}`);
  if (handling) applied.push(`handling=${handling}`);
  if (rest.timezone) applied.push(`timezone=${rest.timezone}`);
  if (maxAffected !== undefined && handling === 'strict' && concerned.includes('maxAffected'))
    applied.push(`max-affected=${maxAffected}`);
  return applied.join(', ') || undefined;
}

function invalid(unknown: string[]): RestError {
  return new RestError(400, 'PGRST122', 'Invalid preferences given with handling=strict', {
    details: `Invalid preferences: ${unknown.join(', ')}`,
  });
}
