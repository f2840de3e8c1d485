import type { Session, SupabaseClient, User } from '@supabase/supabase-js';
import type { Mail } from '../../../src/local/auth/mail/mailbox.ts';
import type { TestBackend } from '../../support/backend.ts';

export const PASSWORD = 'correct-horse';

export function newEmail(): string {
  return `${crypto.randomUUID()}@library.test`;
}

export interface SignedUp {
  client: SupabaseClient;
  email: string;
  session: Session;
  user: User;
}

/** Makes an account where addresses need no confirmation, and signs it in. */
export async function signUp(library: TestBackend, name = 'Ada'): Promise<SignedUp> {
  const client = library.anonymous();
  const email = newEmail();
  const { data, error } = await client.auth.signUp({
    email,
    password: PASSWORD,
    options: { data: { name } },
  });
  if (error || !data.session || !data.user) throw error ?? new Error('no session');
  return { client, email, session: data.session, user: data.user };
}

/** The mails to the address, the newest first. */
export async function mailsTo(library: TestBackend, email: string): Promise<Mail[]> {
  const response = await fetch(`${library.url}/_local/mail?to=${encodeURIComponent(email)}`);
  return (await response.json()) as Mail[];
}

/** The newest mail to the address. */
export async function mailTo(library: TestBackend, email: string): Promise<Mail> {
  const [mail] = await mailsTo(library, email);
  if (!mail) throw new Error(`no mail to ${email}`);
  return mail;
}

/** What an Auth client says of a refusal. */
export function refusal(error: unknown): [status: unknown, code: unknown] {
  const { status, code } = (error ?? {}) as { status?: number; code?: string };
  return [status, code];
}

/** Runs SQL as the superuser, for what no client can do: let time pass, look at rows. */
export async function sql<R = Record<string, unknown>>(
  library: TestBackend,
  text: string,
  params: unknown[] = [],
): Promise<R[]> {
  return (await library.backend.database.query<R>(text, params)).rows;
}
