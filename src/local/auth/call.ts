import type { Database, Sql } from '../database/database.ts';
import { setLocal } from '../database/settings.ts';
import { json } from '../gateway/json.ts';
import type { Keys } from '../keys.ts';
import type { Body } from './body.ts';
import type { AuthConfig } from './config.ts';
import type { AuthError } from './errors.ts';
import type { Mail, Mailbox } from './mail/mailbox.ts';

/** What the service is made of. */
export interface Service {
  database: Database;
  keys: Keys;
  config: AuthConfig;
  mailbox: Mailbox;
}

/** One request under way, in a transaction of its own. */
export interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly body: Body;
  readonly config: AuthConfig;
  readonly keys: Keys;
  readonly sql: Sql;
  /** The service's own address, which signs its tokens: `http://127.0.0.1:54321/auth/v1`. */
  readonly issuer: string;
  /** Delivers the mail if and when the transaction commits. */
  send(mail: Mail): void;
}

/** Answers a request. A refusal that is thrown undoes what was done, one that is returned does not. */
export type Endpoint = (call: Call) => Promise<Response | AuthError>;

/** Runs the endpoint as the role that the Auth service has on the platform, with its narrow view of the schemas. */
export async function runEndpoint(
  service: Service,
  request: Request,
  body: Body,
  endpoint: Endpoint,
): Promise<Response | AuthError> {
  const { database, keys, config, mailbox } = service;
  const url = new URL(request.url);
  const mails: Mail[] = [];
  const answer = await database.transaction(async (sql) => {
    await setLocal(sql, { role: 'supabase_auth_admin', search_path: 'auth' });
    const issuer = `${url.origin}/auth/v1`;
    return endpoint({ request, url, body, config, keys, sql, issuer, send: (mail) => void mails.push(mail) });
  });
  for (const mail of mails) mailbox.deliver(mail);
  return answer;
}

/** What GoTrue answers when there is nothing to say. */
export function nothingToSay(): Response {
  return json(200, {});
}
