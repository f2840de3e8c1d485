/** What the function runs with, from its environment. */
export interface Settings {
  url: string;
  /** Opens the whole database. */
  serviceKey: string;
  /** By any of them a caller shows to be the project itself. */
  callers: string[];
  vapid: { subject: string; publicKey: string; privateKey: string };
  /** Origins that count as push services in tests. */
  more: string[];
}

/** Reads the environment. Throws an error for whoever sets the function up. */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  const value = (name: string): string => {
    const found = variables[name];
    if (!found) throw new Error(`${name} is not set. See docs/push.md.`);
    return found;
  };
  const serviceKey = value('SUPABASE_SERVICE_ROLE_KEY');
  return {
    url: value('SUPABASE_URL'),
    serviceKey,
    callers: [serviceKey, ...Object.values(JSON.parse(variables.SUPABASE_SECRET_KEYS ?? '{}') as object)],
    vapid: {
      subject: value('VAPID_SUBJECT'),
      publicKey: value('VAPID_PUBLIC_KEY'),
      privateKey: value('VAPID_PRIVATE_KEY'),
    },
    more: testServices(variables),
  };
}

/** A push service of a test. Anywhere else it would be a way into the network: the function then refuses to work. */
function testServices({ PUSH_TEST_SERVICES: services, PUSH_TEST: flag }: Record<string, string | undefined>): string[] {
  if (!services) return [];
  if (flag !== 'yes') throw new Error('PUSH_TEST_SERVICES is for tests only.');
  return services.split(',');
}
