/**
 * What the core may find in the global scope. The compiler's library for workers lets through far more than a core may
 * use that reaches the world by its environment alone, so `no-undef` closes the list here.
 */

/** Language-like interfaces that behave the same everywhere and can be neither slow nor absent. */
const ALLOWED = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'DOMException',
  'Event',
  'EventTarget',
  'Headers',
  'Request',
  'Response',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
  'atob',
  'btoa',
  'queueMicrotask',
  'structuredClone',
];

/** What the environment stands for; named one by one so that the message can say so. */
const ENVIRONMENT = [
  'BroadcastChannel',
  'Notification',
  'WebSocket',
  'addEventListener',
  'caches',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'document',
  'fetch',
  'globalThis',
  'indexedDB',
  'localStorage',
  'location',
  'navigator',
  'performance',
  'process',
  'removeEventListener',
  'self',
  'sessionStorage',
  'setInterval',
  'setTimeout',
  'window',
];

const message = 'The core reaches the world through its Environment (core/environment.ts) alone.';

export const coreGlobals = Object.fromEntries([...ALLOWED, ...ENVIRONMENT].map((name) => [name, 'readonly']));
export const environmentGlobals = ENVIRONMENT.map((name) => ({ name, message }));
export const environmentProperties = [
  { object: 'Date', property: 'now', message: 'Time comes from environment.now().' },
  { object: 'Math', property: 'random', message: 'Chance comes from environment.random().' },
  { object: 'AbortSignal', property: 'timeout', message: 'Timers come from environment.after().' },
];
export const environmentSyntax = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    message: 'Time comes from environment.now().',
  },
];
