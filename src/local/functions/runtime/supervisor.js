/**
 * What Deno runs: keeps one function in a thread of its own, so that it can be ended whatever the function does.
 *
 * Arguments: the address of the function's module, and the names of the variables that it may see, as JSON.
 * Each line on standard input asks the function to retire; the end of standard input ends the process at once,
 * also when whoever started it was killed. What is said to the starter is a line of JSON after U+001E.
 */
const ACKNOWLEDGE_MS = 2000;
const BACKGROUND_MS = 400_000;

// Which certificates are trusted (DENO_CERT, DENO_TLS_CA_STORE) is read at the first use: later it would be gone.
Deno.createHttpClient?.({}).close();

const [, given = '[]'] = Deno.args;
const seen = new Set(JSON.parse(given));
for (const name of Object.keys(Deno.env.toObject())) if (!seen.has(name)) Deno.env.delete(name);

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'function' });
let patience;

worker.onmessage = ({ data }) => {
  if (data === 'retiring') endAfter(BACKGROUND_MS);
  else if (data === 'drained') Deno.exit(0);
  else Deno.stdout.writeSync(new TextEncoder().encode(`\n\u001e${JSON.stringify(data)}\n`));
};
worker.onerror = (event) => {
  event.preventDefault(); // Deno has printed it
  Deno.exit(1);
};

for await (const _ of Deno.stdin.readable) {
  endAfter(ACKNOWLEDGE_MS); // a function in an endless loop hears nothing
  worker.postMessage('retire');
}
Deno.exit(0);

function endAfter(milliseconds) {
  clearTimeout(patience);
  patience = setTimeout(() => Deno.exit(0), milliseconds);
}
