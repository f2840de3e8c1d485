import { RestError } from '../errors.ts';

/** What a client asks for in its `Prefer` headers. */
export interface Preferences {
  return: 'minimal' | 'headers-only' | 'representation';
  count?: 'exact' | 'planned' | 'estimated';
  resolution?: 'merge-duplicates' | 'ignore-duplicates';
  /** Columns that the body leaves out get their default instead of null. */
  missing: 'null' | 'default';
  /** Refuse preferences that are not understood. */
  strict: boolean;
  maxAffected?: number;
  timezone?: string;
  /** Those that were understood, as `Preference-Applied` names them. */
  applied: string[];
}

const VALUES: Record<string, readonly string[] | RegExp> = {
  return: ['minimal', 'headers-only', 'representation'],
  count: ['exact', 'planned', 'estimated'],
  resolution: ['merge-duplicates', 'ignore-duplicates'],
  missing: ['null', 'default'],
  handling: ['strict', 'lenient'],
  'max-affected': /^\d+$/,
  timezone: /^[\w/+-]+$/,
  tx: ['commit', 'rollback'],
};

/** @throws {RestError} PGRST122 when handling is strict and a preference is unknown */
export function parsePreferences(header: string | null): Preferences {
  const wishes = (header ?? '').split(',').flatMap((wish) => wish.trim() || []);
  const known = new Map<string, string>();
  for (const wish of wishes) {
    const [name = '', value = ''] = wish.split('=');
    if (isKnown(name, value) && !known.has(name)) known.set(name, value);
  }
  const strict = known.get('handling') === 'strict';
  const unknown = wishes.filter((wish) => !isKnown(...(wish.split('=', 2) as [string, string])));
  if (strict && unknown.length > 0) throw invalid(unknown);
  return {
    return: (known.get('return') ?? 'minimal') as Preferences['return'],
    count: known.get('count') as Preferences['count'],
    resolution: known.get('resolution') as Preferences['resolution'],
    missing: known.get('missing') === 'default' ? 'default' : 'null',
    strict,
    maxAffected: known.has('max-affected') ? Number(known.get('max-affected')) : undefined,
    timezone: known.get('timezone'),
    applied: [...known].filter(([name]) => name !== 'tx').map(([name, value]) => `${name}=${value}`),
  };
}

function isKnown(name: string, value = ''): boolean {
  const allowed = VALUES[name];
  if (!allowed) return false;
  return allowed instanceof RegExp ? allowed.test(value) : allowed.includes(value);
}

function invalid(unknown: string[]): RestError {
  return new RestError(400, 'PGRST122', 'Invalid preferences given with handling=strict', {
    details: `Invalid preferences: ${unknown.join(', ')}`,
  });
}
