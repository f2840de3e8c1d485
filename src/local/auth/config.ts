import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sectionOf } from '../project/config-file.ts';
import type { ConfigSection, ConfigTable } from '../project/config-file.ts';
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
const REQUIREMENTS = new Map<string, string[]>([
  ['', []],
  ['letters_digits', [LETTERS + LETTERS.toUpperCase(), DIGITS]],
  ['lower_upper_letters_digits', [LETTERS, LETTERS.toUpperCase(), DIGITS]],
  ['lower_upper_letters_digits_symbols', [LETTERS, LETTERS.toUpperCase(), DIGITS, SYMBOLS]],
]);

/**
 * Reads what `config`, the config.toml of the project in `folder`, says of Auth; what it does not say is as the
 * Supabase CLI has it.
 *
 * @throws {Error} with a message for people where a value is of another kind, or the signing keys cannot be read
 */
export async function readAuthConfig(config: ConfigTable, folder: string): Promise<AuthConfig> {
  const auth = sectionOf(config, 'auth');
  const path = auth.text('signing_keys_path');
  const signingKeys = path ? await readKeys(resolve(folder, 'supabase', path)) : [];
  return { ...fromSections(auth, auth.section('email')), signingKeys };
}

function fromSections(auth: ConfigSection, email: ConfigSection): Omit<AuthConfig, 'signingKeys'> {
  return {
    siteUrl: auth.text('site_url') ?? 'http://127.0.0.1:3000',
    redirectUrls: auth.list('additional_redirect_urls') ?? [],
    jwtExpiry: auth.number('jwt_expiry') ?? 3600,
    refreshTokenRotation: auth.boolean('enable_refresh_token_rotation') ?? true,
    refreshTokenReuse: auth.number('refresh_token_reuse_interval') ?? 10,
    signup: auth.boolean('enable_signup') ?? true,
    anonymous: auth.boolean('enable_anonymous_sign_ins') ?? false,
    minimumPasswordLength: auth.number('minimum_password_length') ?? 6,
    passwordCharacters: requirements(auth),
    email: email.boolean('enable_signup') ?? true,
    emailConfirmations: email.boolean('enable_confirmations') ?? false,
    doubleConfirmChanges: email.boolean('double_confirm_changes') ?? true,
    securePasswordChange: email.boolean('secure_password_change') ?? false,
    mailInterval: mailInterval(email),
    otpLength: email.number('otp_length') ?? 6,
    otpExpiry: email.number('otp_expiry') ?? 3600,
  };
}

function requirements(auth: ConfigSection): string[] {
  const name = 'password_requirements';
  const required = REQUIREMENTS.get(auth.text(name) ?? '');
  if (!required) throw auth.refusal(name, [...REQUIREMENTS.keys()].map((one) => `"${one}"`).join(' or '));
  return required;
}

function mailInterval(email: ConfigSection): number {
  const interval = parseDuration(email.text('max_frequency') ?? '1s');
  if (interval === undefined) throw email.refusal('max_frequency', 'a duration such as "1s"');
  return interval;
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
