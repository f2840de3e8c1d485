/** Somebody's way to sign in, as the database has it. */
export interface Identity {
  id: string;
  provider_id: string;
  user_id: string;
  identity_data: Record<string, unknown>;
  provider: string;
  last_sign_in_at: string | null;
  created_at: string | null;
  updated_at: string | null;
  email: string | null;
}

/** A row of auth.users; times are ISO 8601. */
export interface User {
  id: string;
  aud: string;
  role: string | null;
  email: string | null;
  phone: string | null;
  encrypted_password: string | null;
  email_confirmed_at: string | null;
  phone_confirmed_at: string | null;
  confirmed_at: string | null;
  invited_at: string | null;
  confirmation_token: string;
  confirmation_sent_at: string | null;
  recovery_token: string;
  recovery_sent_at: string | null;
  email_change: string;
  email_change_token_current: string;
  email_change_token_new: string;
  email_change_sent_at: string | null;
  email_change_confirm_status: number;
  reauthentication_token: string;
  reauthentication_sent_at: string | null;
  last_sign_in_at: string | null;
  raw_app_meta_data: Record<string, unknown> | null;
  raw_user_meta_data: Record<string, unknown> | null;
  created_at: string | null;
  updated_at: string | null;
  banned_until: string | null;
  deleted_at: string | null;
  is_anonymous: boolean;
  identities: Identity[] | null;
  /** The database's time when the row was read. */
  now: string;
}

export function isBanned({ banned_until: until, now }: User): boolean {
  return until !== null && Date.parse(now) < Date.parse(until);
}

/** Whether `since` is more than so many seconds ago. */
export function isOlder({ now }: Pick<User, 'now'>, since: string | null, seconds: number): boolean {
  return since === null || Date.parse(now) - Date.parse(since) > seconds * 1000;
}

/** The user in the form in which GoTrue shows it. */
export function showUser(user: User): Record<string, unknown> {
  return {
    id: user.id,
    aud: user.aud,
    role: user.role ?? '',
    email: user.email ?? '',
    ...present('email_confirmed_at', user.email_confirmed_at),
    ...present('invited_at', user.invited_at),
    phone: user.phone ?? '',
    ...present('phone_confirmed_at', user.phone_confirmed_at),
    ...present('confirmation_sent_at', user.confirmation_sent_at),
    ...present('confirmed_at', user.confirmed_at),
    ...present('recovery_sent_at', user.recovery_sent_at),
    ...(user.email_change ? { new_email: user.email_change } : {}),
    ...present('email_change_sent_at', user.email_change_sent_at),
    ...present('reauthentication_sent_at', user.reauthentication_sent_at),
    ...present('last_sign_in_at', user.last_sign_in_at),
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    identities: user.identities?.map(showIdentity) ?? null,
    created_at: toZulu(user.created_at),
    updated_at: toZulu(user.updated_at),
    ...present('banned_until', user.banned_until),
    ...present('deleted_at', user.deleted_at),
    is_anonymous: user.is_anonymous,
  };
}

function showIdentity(identity: Identity): Record<string, unknown> {
  return {
    identity_id: identity.id,
    id: identity.provider_id,
    user_id: identity.user_id,
    identity_data: identity.identity_data,
    provider: identity.provider,
    last_sign_in_at: toZulu(identity.last_sign_in_at),
    created_at: toZulu(identity.created_at),
    updated_at: toZulu(identity.updated_at),
    ...(identity.email === null ? {} : { email: identity.email }),
  };
}

function present(name: string, time: string | null): Record<string, unknown> {
  return time === null ? {} : { [name]: toZulu(time) };
}

/** GoTrue's zero time stands for none where a time must be. */
function toZulu(time: string | null): string {
  return time?.replace(/\+00:00$/, 'Z') ?? '0001-01-01T00:00:00Z';
}
