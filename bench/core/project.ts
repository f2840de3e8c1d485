import { startChild } from '../backend/child.ts';
import { keys } from '../backend/people.ts';
import { signToken } from '../../src/local/gateway/token.ts';
import type { Seat } from './page/seat.ts';

/** A project on the local backend, in a process of its own. */
export interface Project {
  /** A person with an account, a timeline of their own and nothing on it. */
  seat(): Promise<Seat>;
  /** Writes past all people, as the service role. */
  write(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<void>;
  end(): Promise<void>;
}

const LIFETIME = 6 * 3600;

/** Starts a backend in memory with the package's own project; what it complains of ends the bench. */
export async function startProject(onTrouble: (text: string) => void): Promise<Project> {
  const { url, end } = await startChild('./serve-backend.ts', { onTrouble });
  const service = { apikey: keys.secret, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, body: unknown): Promise<string> => {
    const response = await fetch(url + path, { method, headers: service, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  };
  return {
    async seat() {
      const email = `${crypto.randomUUID()}@nality.test`;
      const account = await ask('POST', '/auth/v1/admin/users', { email, email_confirm: true });
      const { id } = JSON.parse(account) as { id: string };
      return { url, key: keys.publishable, owner: id, token: await tokenOf(id) };
    },
    write: async (method, path, body) => void (await ask(method, `/rest/v1/${path}`, body)),
    end,
  };
}

function tokenOf(person: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: 'authenticated', role: 'authenticated', sub: person };
  return signToken({ ...claims, iat: now, exp: now + LIFETIME }, keys.jwtSecret);
}
