import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { disconnect } from './disconnect.ts';
import { startBackend } from '../../src/local/backend.ts';
import type { Backend } from '../../src/local/backend.ts';
import type { BackendOptions } from '../../src/local/backend-options.ts';
import { OUR_PROJECT } from '../../src/local/project/project.ts';
import { createTestDatabase } from './test-database.ts';

/** A person with an account of their own. */
export interface Person {
  id: string;
  email: string;
  password: string;
  accessToken: string;
  /** Signed in; leave its realtime to `close` of the backend. */
  client: SupabaseClient;
}

/** A backend of its own for a test, in memory or in a database of its own, with clients to reach it. */
export interface TestBackend {
  url: string;
  keys: Backend['keys'];
  backend: Backend;
  /** A client with the secret key. */
  admin: SupabaseClient;
  /** Makes an account and signs it in. `name` is for reading; ids and addresses are unique. */
  createPerson(name?: string): Promise<Person>;
  /** Signs in an account that exists, as the seed's do. */
  signIn(email: string, password: string): Promise<Person>;
  /** A client that nobody has signed in to. */
  anonymous(): SupabaseClient;
  close(): Promise<void>;
}

/** Everybody's password, and its bcrypt digest at the lowest cost: tests make hundreds of people. */
const PASSWORD = 'a password for tests';
const PASSWORD_HASH = '$2a$04$mmzJq0JGsCiIUkkF23UaN.eDNxogkV3dH3Dil8YwpC5P91fxXxUJu';

const NO_PAUSES = { connectError: 0, channelError: 0 };

/** Starts a backend without the pauses that the real one makes before its refusals. */
export async function startTestBackend(options: BackendOptions = {}): Promise<TestBackend> {
  const { project = OUR_PROJECT, schema = true, seed = true, dataDir } = options;
  const place =
    dataDir === undefined
      ? await createTestDatabase({ folder: project, schema, seed: schema && seed })
      : undefined;
  const backend = await startBackend({
    databaseUrl: place?.url,
    ...options,
    realtime: { pauses: NO_PAUSES, ...options.realtime },
  });
  const clients: SupabaseClient[] = [];
  const connect = (key: string) => {
    const client = createClient(backend.url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    clients.push(client);
    return client;
  };
  const admin = connect(backend.keys.secret);

  async function signIn(email: string, password: string): Promise<Person> {
    const client = connect(backend.keys.publishable);
    const { data, error } = await client.auth.signInWithPassword({ email, password });
    if (error) throw error;
    return { id: data.user.id, email, password, accessToken: data.session.access_token, client };
  }

  return {
    url: backend.url,
    keys: backend.keys,
    backend,
    admin,
    signIn,
    async createPerson(name = 'Person') {
      const email = `${name.toLowerCase().replace(/\W+/g, '.')}.${crypto.randomUUID().slice(0, 8)}@nality.test`;
      const { error } = await admin.auth.admin.createUser({
        email,
        password_hash: PASSWORD_HASH,
        email_confirm: true,
        user_metadata: { display_name: name },
      });
      if (error) throw error;
      return signIn(email, PASSWORD);
    },
    anonymous: () => connect(backend.keys.publishable),
    async close() {
      clients.forEach(disconnect);
      await backend.close();
      await place?.drop();
    },
  };
}
