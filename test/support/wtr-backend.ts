import { text } from 'node:stream/consumers';
import type { TestRunnerConfig, TestRunnerPlugin } from '@web/test-runner';
import { startTestBackend } from './backend.ts';

type Middleware = NonNullable<TestRunnerConfig['middleware']>[number];
type Context = Parameters<Middleware>[0];
type TestBackend = Awaited<ReturnType<typeof startTestBackend>>;

/**
 * Gives browser tests one local backend, started when the first of them asks and closed with the run. Pages reach it
 * through `page-backend.ts`: `GET /__nality/backend` tells address and key, `POST /__nality/people` makes a person, and
 * `POST /__nality/service` does what only the server's own functions may do.
 */
export function backendForPages(): { plugin: TestRunnerPlugin; middleware: Middleware } {
  let starting: Promise<TestBackend> | undefined;
  const backend = (): Promise<TestBackend> => (starting ??= startTestBackend());
  return {
    middleware: async (context, next) => {
      const answer = ANSWERS[`${context.method} ${context.path}`];
      if (!answer) return next();
      context.body = await answer(await backend(), context);
      return undefined;
    },
    plugin: {
      name: 'backend',
      async serverStop() {
        await (await starting)?.close();
      },
    },
  };
}

const ANSWERS: Record<string, (backend: TestBackend, context: Context) => Promise<object>> = {
  'GET /__nality/backend': ({ url, keys }) => Promise.resolve({ url, key: keys.publishable }),
  async 'POST /__nality/people'(backend, { query }) {
    const name = typeof query['name'] === 'string' ? query['name'] : undefined;
    const { id, email, password, accessToken } = await backend.createPerson(name);
    return { id, email, password, accessToken };
  },
  async 'POST /__nality/service'({ url, keys: { secret } }, { req, query }) {
    const headers = { apikey: secret, authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const method = String(query['method']);
    const response = await fetch(`${url}${String(query['path'])}`, {
      method,
      headers,
      body: await text(req),
    });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return {};
  },
};
