import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { tableIn } from '../project/config-file.ts';
import type { ConfigTable } from '../project/config-file.ts';
import { readSigningKeys } from '../signing-keys.ts';
import type { SigningKey } from '../signing-keys.ts';
import { parseDuration } from './duration.ts';

/** What `[auth]` of a project's `supabase/config.toml` says; times are in seconds. */
export interface AuthConfig {
  siteUrl: string;
  /** Patterns of addresses, besides the site's, to which people may be sent. */
  redirectUrls: string[];
  jwtExpiry: number;
  refreshTokenRotation: boolean;
  /** How long after its use a refresh token may be used again, by a client that did not get the answer. */
  refreshTokenReuse: number;
  signup: boolean;
  anonymous: boolean;
  minimumPasswordLength: number;
  /** A password needs one character of each set. */
  passwordCharacters: string[];
  email: boolean;
  /** Whether an address must be confirmed by mail before it opens a session. */
  emailConfirmations: boolean;
  /** Whether a change of address is confirmed at the old one, too. */
  doubleConfirmChanges: boolean;
  /** Whether a new password needs a fresh sign-in or a code by mail. */
  securePasswordChange: boolean;
  /** The least time between two mails of a kind to the same person. */
  mailInterval: number;
  otpLength: number;
  otpExpiry: number;
  signingKeys: readonly SigningKey[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const SYMBOLS = '!@#$%^&*()_+-=[]{};\'\\:"|<>?,./`~';
const REQUIREMENTS: Record<string, string[]> = {
  letters_digits: [LETTERS + LETTERS.toUpperCase(), DIGITS],
  lower_upper_letters_digits: [LETTERS, LETTERS.toUpperCase(), DIGITS],
  lower_upper_letters_digits_symbols: [LETTERS, LETTERS.toUpperCase(), DIGITS, SYMBOLS],
};

/**
 * Reads what `config`, the config.toml of the project in `folder`, says of Auth; what it does not say is as the
 * Supabase CLI has it.
 *
 * @throws {Error} with a message for people when the signing keys cannot be read
 */
export async function readAuthConfig(config: ConfigTable, folder: string): Promise<AuthConfig> {
  const auth = tableIn(config, 'auth');
  const path = text(auth['signing_keys_path'], '');
  const signingKeys = path ? await readKeys(resolve(folder, 'supabase', path)) : [];
  return { ...fromTables(auth, tableIn(auth, 'email')), signingKeys };
}

function fromTables(auth: ConfigTable, email: ConfigTable): Omit<AuthConfig, 'signingKeys'> {
  return {
    siteUrl: text(auth['site_url'], 'http://127.0.0.1:3000'),
    redirectUrls: Array.isArray(auth['additional_redirect_urls'])
      ? auth['additional_redirect_urls'].map((url) => text(url, ''))
      : [],
    jwtExpiry: number(auth['jwt_expiry'], 3600),
    refreshTokenRotation: flag(auth['enable_refresh_token_rotation'], true),
    refreshTokenReuse: number(auth['refresh_token_reuse_interval'], 10),
    signup: flag(auth['enable_signup'], true),
    anonymous: flag(auth['enable_anonymous_sign_ins'], false),
    minimumPasswordLength: number(auth['minimum_password_length'], 6),
    passwordCharacters: REQUIREMENTS[text(auth['password_requirements'], '')] ?? [],
    email: flag(email['enable_signup'], true),
    emailConfirmations: flag(email['enable_confirmations'], false),
    doubleConfirmChanges: flag(email['double_confirm_changes'], true),
    securePasswordChange: flag(email['secure_password_change'], false),
    mailInterval: parseDuration(text(email['max_frequency'], '1s')) ?? 1,
    otpLength: number(email['otp_length'], 6),
    otpExpiry: number(email['otp_expiry'], 3600),
  };
}

async function readKeys(file: string): Promise<SigningKey[]> {
  try {
    return readSigningKeys(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`The signing keys in ${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** A text may be given by the environment: `env(NAME)`. */
function text(value: unknown, absent: string): string {
  if (typeof value !== 'string') return absent;
  const name = /^env\((.+)\)$/.exec(value)?.[1];
  return name === undefined ? value : (process.env[name] ?? absent);
}

function number(value: unknown, absent: number): number {
  return typeof value === 'number' ? value : absent;
}

function flag(value: unknown, absent: boolean): boolean {
  return typeof value === 'boolean' ? value : absent;
}
