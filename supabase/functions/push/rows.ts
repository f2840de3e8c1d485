import type { Notification } from './message.ts';
import type { Settings } from './settings.ts';

/** A browser of a person. */
export interface Subscription {
  id: string;
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** The rows that push needs, read and deleted past row level security. */
export interface Rows {
  /** Undefined where there is none of this id. */
  notification(id: string): Promise<Notification | undefined>;
  subscriptions(person: string): Promise<Subscription[]>;
  forget(subscription: Subscription): Promise<void>;
}

const NOTIFICATION = 'id,user_id,kind,details,type,title,message,action_url,expires_at,read,deleted_at';

/** The way to the project's rows. */
export function openRows({ url, serviceKey }: Settings): Rows {
  const ask = async (path: string, method = 'GET'): Promise<Response> => {
    const headers = { apikey: serviceKey, authorization: `Bearer ${serviceKey}` };
    const response = await fetch(`${url}/rest/v1/${path}`, { method, headers });
    // Its text may name an endpoint.
    if (!response.ok) throw new Error(`The database answered ${response.status}`);
    return response;
  };
  const read = async <T>(path: string): Promise<T[]> => (await ask(path)).json();
  return {
    notification: async (id) =>
      (await read<Notification>(`user_notifications?id=eq.${encodeURIComponent(id)}&select=${NOTIFICATION}`))[0],
    subscriptions: (person) => read(`push_subscriptions?user_id=eq.${person}&select=id,endpoint,keys`),
    forget: async ({ id }) => void (await ask(`push_subscriptions?id=eq.${id}`, 'DELETE')),
  };
}
