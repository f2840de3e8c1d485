/** The local backend as a test in a page sees it. */
export interface PageBackend {
  url: string;
  /** The publishable key. */
  key: string;
}

/** Somebody with an account of their own and nothing on their timeline yet. */
export interface PagePerson {
  id: string;
  email: string;
  password: string;
  accessToken: string;
}

/** Address and key of the backend of this run; starts it on the first call. */
export function pageBackend(): Promise<PageBackend> {
  return ask<PageBackend>('/__nality/backend');
}

/** Makes a person that no other test knows, so that each test has a timeline to itself. */
export function createPerson(name = 'Somebody'): Promise<PagePerson> {
  return ask<PagePerson>(`/__nality/people?name=${encodeURIComponent(name)}`, { method: 'POST' });
}

/** Does what only the server's own functions may do: a call of the backend, e.g. `PATCH /rest/v1/…`, with the secret key. */
export async function asService(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body: object,
): Promise<void> {
  const query = new URLSearchParams({ method, path });
  await ask(`/__nality/service?${query}`, { method: 'POST', body: JSON.stringify(body) });
}

async function ask<T>(path: string, options?: RequestInit): Promise<T> {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
