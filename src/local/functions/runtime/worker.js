/** The function's thread: gives it what Supabase gives beyond Deno, loads it, and says where it listens. */
const [entry] = Deno.args;
const serve = Deno.serve.bind(Deno);
const background = new Set();
let served = false;

globalThis.EdgeRuntime = {
  /** Lets the thread live until the work is done, also when the answer has been given. */
  waitUntil(work) {
    const settled = Promise.resolve(work).finally(() => background.delete(settled));
    background.add(settled);
    return work;
  },
};

/** Port and host are not the function's to choose. */
Deno.serve = (...args) => {
  const options = args.find((arg) => typeof arg === 'object') ?? {};
  const handler = args.find((arg) => typeof arg === 'function') ?? options.handler;
  const onListen = ({ port }) => postMessage({ port });
  const { onError, signal } = options;
  served = true;
  return serve({ hostname: '127.0.0.1', port: 0, onListen, onError, signal }, handler);
};

addEventListener('message', async ({ data }) => {
  if (data !== 'retire') return;
  postMessage('retiring');
  await Promise.allSettled(background);
  dispatchEvent(new CustomEvent('beforeunload', { detail: { reason: 'early_drop' } }));
  postMessage('drained');
});

try {
  const { default: exported } = await import(entry);
  if (typeof exported?.fetch === 'function') Deno.serve((request, info) => exported.fetch(request, info));
  else if (!served)
    throw new Error('Neither Deno.serve() was called nor is there an `export default { fetch }`.');
} catch (error) {
  postMessage({ failure: error?.stack ?? String(error) });
}
