import { NalityError } from './errors.ts';
import { claimsOf } from './lib/jwt.ts';

/** Where to, and with which public key. */
export interface Config {
  /** Without a trailing slash. */
  readonly url: string;
  readonly key: string;
}

/**
 * Checks what a page was configured with, as far as that is possible without asking the server.
 *
 * @throws NalityError `config` or `secret-key`, with a message for the developer
 */
export function readConfig({ url, key }: { url?: string | undefined; key?: string | undefined }): Config {
  if (!url)
    throw new NalityError(
      'config',
      'The url is missing: the address of the Supabase project, e.g. https://x.supabase.co.',
    );
  if (!key)
    throw new NalityError(
      'config',
      'The key is missing: the publishable (or anon) key of the Supabase project.',
    );
  if (!isWebAddress(url))
    throw new NalityError('config', `The url "${url}" is not an address like https://x.supabase.co.`);
  if (isSecret(key)) {
    throw new NalityError(
      'secret-key',
      'This is a secret key: it opens the whole database to everybody who visits the page. ' +
        'Use the publishable (or anon) key, and replace the secret key if the page was public.',
    );
  }
  return { url: url.replace(/\/+$/, ''), key };
}

function isWebAddress(url: string): boolean {
  try {
    return /^https?:$/.test(new URL(url).protocol);
  } catch {
    return false;
  }
}

/** Supabase's secret keys: `sb_secret_…`, and the older JWT with the role `service_role`. */
function isSecret(key: string): boolean {
  return key.startsWith('sb_secret_') || claimsOf(key)?.['role'] === 'service_role';
}
