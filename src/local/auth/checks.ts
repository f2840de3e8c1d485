import type { AuthConfig } from './config.ts';
import { AuthError, invalid } from './errors.ts';

const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
/** What bcrypt takes into account. */
const LONGEST_PASSWORD = 72;

/** The address as it is stored. */
export function checkEmail(email: string): string {
  if (email === '') throw invalid('An email address is required');
  if (email.length > 255) throw invalid('An email address is too long');
  if (!EMAIL.test(email)) throw invalid('Unable to validate email address: invalid format');
  return email.toLowerCase();
}

/** The number as it is stored, without the plus sign. */
export function checkPhone(phone: string): string {
  const digits = phone.trim().replace(/^\+/, '').replaceAll(' ', '');
  if (/^[1-9]\d{1,14}$/.test(digits)) return digits;
  throw invalid('Invalid phone number format (E.164 required)');
}

export function checkPassword(password: string, config: AuthConfig): void {
  if (Buffer.byteLength(password) > LONGEST_PASSWORD) {
    throw invalid(`Password cannot be longer than ${LONGEST_PASSWORD} characters`);
  }
  const { minimumPasswordLength: least, passwordCharacters: sets } = config;
  const lacks: [reason: string, message: string][] = [];
  if (Buffer.byteLength(password) < least) {
    lacks.push(['length', `Password should be at least ${least} characters.`]);
  }
  if (sets.some((set) => ![...set].some((character) => password.includes(character)))) {
    lacks.push(['characters', `Password should contain at least one character of each: ${sets.join(', ')}.`]);
  }
  if (lacks.length > 0) throw weakPassword(lacks);
}

function weakPassword(lacks: [reason: string, message: string][]): AuthError {
  const message = lacks.map(([, text]) => text).join(' ');
  const reasons = lacks.map(([reason]) => reason);
  return new AuthError(422, 'weak_password', message, { weak_password: { reasons } });
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
