/** The core with its connection, as a page loads it before any element. */
export { browserEnvironment } from '../../../src/browser/environment.ts';
export { createNality } from '../../../src/core/nality.ts';
