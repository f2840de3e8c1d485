import { PASSWORD } from '../../page/cast.ts';
import { keepSession } from '../../page/session-keeper.ts';

/**
 * A page with nothing but one widget, as the address asks for it: `url` and `key` of the project, `email` of who signs in
 * (absent: nobody), `lang` and `dir` of the page, `tag` of the widget; whatever else is there becomes an attribute of it.
 */
const { url, key, email, lang, dir, tag, ...attributes } = Object.fromEntries(
  new URLSearchParams(location.search),
) as Record<string, string> & { url: string; key: string; tag: string };

Object.assign(document.documentElement, { lang: lang ?? 'en', dir: dir ?? 'ltr' });
const provider = document.createElement('nality-provider') as HTMLElement & {
  accessToken?: () => Promise<string>;
};
provider.setAttribute('url', url);
provider.setAttribute('key', key);
const widget = document.createElement(tag);
for (const [name, value] of Object.entries(attributes)) widget.setAttribute(name, value);
if (email) provider.accessToken = signIn(email);
else invite();
provider.append(widget);
document.querySelector('main')!.append(provider);

function signIn(as: string): () => Promise<string> {
  const tools = { fetch: window.fetch.bind(window), now: Date.now, storage: localStorage };
  return keepSession({ url, key, email: as, password: PASSWORD }, tools);
}

/** Nobody is signed in: the page has a way to. */
function invite(): void {
  provider.setAttribute('auth', 'none');
  const way = document.createElement('a');
  way.slot = 'sign-in';
  way.href = '#sign-in';
  way.textContent = 'Sign in';
  widget.append(way);
}
