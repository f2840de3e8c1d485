import { fileURLToPath } from 'node:url';
import type { BackendOptions } from '../../src/local/backend-options.ts';
import { startTestBackend } from './backend.ts';
import type { TestBackend } from './backend.ts';

/** The folder of a small project that knows nothing of ours. */
export const LIBRARY = fileURLToPath(new URL('../local/fixtures/library', import.meta.url));

/** Starts a backend with the library's schema and books. */
export function startLibrary(options: BackendOptions = {}): Promise<TestBackend> {
  return startTestBackend({ project: LIBRARY, ...options });
}
