/** An application that knows its project late, and one that wraps what was on the page before it. */
const { url = '', key = '' } = document.querySelector('main')!.dataset;

await Promise.all(['nality-timeline', 'nality-comments'].map((tag) => customElements.whenDefined(tag)));
await new Promise((resolve) => requestAnimationFrame(resolve));

const late = document.querySelector('#late')!;
late.setAttribute('url', url);
late.setAttribute('key', key);

const around = document.querySelector('#around')!;
const provider = document.createElement('nality-provider');
provider.setAttribute('url', url);
provider.setAttribute('key', key);
provider.append(...around.childNodes);
around.append(provider);
export {};
