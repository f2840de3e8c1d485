import { randomBytes } from 'node:crypto';
import type { Sql } from '../../database/database.ts';
import { databaseError } from '../errors.ts';
import { loadUser } from './find.ts';
import { addIdentity } from './identities.ts';
import { bcrypt } from './password.ts';
import type { User } from './user.ts';

/** Who is to become a user. */
export interface NewUser {
  id?: string;
  /** Absent or empty: none. */
  email?: string;
  phone?: string;
  /** Absent: there is none to sign in with. */
  password?: string;
  /** A bcrypt digest in place of a password. */
  passwordHash?: string;
  metadata?: Record<string, unknown>;
  role?: string;
  anonymous?: boolean;
}

/** A password that nobody knows. */
export function unknownPassword(): string {
  return randomBytes(32).toString('hex');
}

/**
 * Adds the user and, unless anonymous, the identity by which they are known.
 *
 * @throws {AuthError} 500 with `failure` when the database refuses, as triggers of the project may
 */
export async function createUser(
  sql: Sql,
  user: NewUser,
  failure = 'Database error saving new user',
): Promise<User> {
  const id = user.id ?? crypto.randomUUID();
  try {
    await insert(sql, id, user);
    if (user.email) await addIdentity(sql, id, 'email', { email: user.email }, user.metadata);
    if (user.phone) await addIdentity(sql, id, 'phone', { phone: user.phone }, user.metadata);
  } catch (error) {
    throw databaseError(failure, error);
  }
  return loadUser(sql, id);
}

async function insert(sql: Sql, id: string, user: NewUser): Promise<void> {
  const providers = [...(user.email ? ['email'] : []), ...(user.phone ? ['phone'] : [])];
  const appMetadata = user.anonymous ? {} : { provider: providers[0], providers };
  await sql.query(
    `insert into auth.users (instance_id, id, aud, role, email, phone, encrypted_password, raw_app_meta_data,
       raw_user_meta_data, is_anonymous, created_at, updated_at,
       confirmation_token, recovery_token, email_change, email_change_token_new)
     values ('00000000-0000-0000-0000-000000000000', $1::uuid, 'authenticated', $2, $3, $4,
       coalesce($5, ${bcrypt('$6')}, ''), $7::jsonb, $8::jsonb, $9::boolean, now(), now(), '', '', '', '')`,
    [
      ...[id, user.role ?? 'authenticated', user.email || null, user.phone || null],
      ...[user.passwordHash ?? null, user.password ?? null],
      ...[JSON.stringify(appMetadata), JSON.stringify(user.metadata ?? {}), user.anonymous ?? false],
    ],
  );
}
