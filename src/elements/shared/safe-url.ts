/** What a URL is used for: followed by a person, or shown as a picture. */
export type UrlUse = 'link' | 'image';

const LINKS: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);
const PICTURES = /^data:image\/(?:png|jpeg|gif|webp)[;,]/i;

/**
 * The only way from a stored string to an `href` or `src`. Judges the URL as the browser parses it and returns
 * that parsed form, or `undefined` for anything not on the allow-list: links to https, http, mailto and tel;
 * pictures from https, from the page's own origin, or as PNG, JPEG, GIF or WebP data. A URL that carries a user
 * name or password is refused: it shows one host and goes to another.
 */
export function safeUrl(value: unknown, use: UrlUse, base: string = document.baseURI): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const url = parse(value, base);
  if (!url || url.username !== '' || url.password !== '') return undefined;
  const allowed = use === 'link' ? LINKS.has(url.protocol) : isPicture(url, base);
  return allowed ? url.href : undefined;
}

function parse(value: string, base: string): URL | undefined {
  try {
    return new URL(value, base);
  } catch {
    return undefined;
  }
}

function isPicture(url: URL, base: string): boolean {
  if (url.protocol === 'data:') return PICTURES.test(url.href);
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.origin === parse(base, base)?.origin);
}
