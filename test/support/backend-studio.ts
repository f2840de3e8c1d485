import { fileURLToPath } from 'node:url';
import type { BackendOptions } from '../../src/local/backend-options.ts';
import { startTestBackend } from './backend.ts';
import type { TestBackend } from './backend.ts';

const STUDIO = fileURLToPath(new URL('../local/fixtures/studio', import.meta.url));

export interface RestAnswer {
  status: number;
  headers: Headers;
  /** The body as it came. */
  text: string;
  /** The body's JSON; undefined where there is none. */
  body: unknown;
}

export interface AskOptions {
  method?: string;
  headers?: Record<string, string>;
  /** A text goes as it is, anything else as JSON. */
  body?: unknown;
  /** Default: the publishable key. */
  key?: string;
}

/** A backend whose project has every kind of key, view, function and type that REST knows. */
export interface Studio extends TestBackend {
  /** Asks the REST service as plainly as can be. */
  ask(path: string, options?: AskOptions): Promise<RestAnswer>;
}

export async function startStudio(options: BackendOptions = {}): Promise<Studio> {
  const backend = await startTestBackend({ project: STUDIO, ...options });
  return {
    ...backend,
    async ask(path, { method = 'GET', headers = {}, body, key = backend.keys.publishable } = {}) {
      const response = await fetch(`${backend.url}/rest/v1/${path}`, {
        method,
        headers: { apikey: key, 'content-type': 'application/json', ...headers },
        body:
          body === undefined || typeof body === 'string'
            ? (body as string | undefined)
            : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: parse(text) };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
