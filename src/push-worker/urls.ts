import type { PushWorkerSettings } from './settings.ts';

/** The address of a picture: over https, or of the site's own origin. */
export function pictureUrl(value: unknown, base: string): string | undefined {
  const url = parse(value, base);
  const isOurs = url && isOf(url.protocol === 'https:' ? url.origin : new URL(base).origin, url);
  return isOurs ? url.href : undefined;
}

/**
 * Where a click leads: to the message's address if it is of the site or of an origin that the site allows, else to the
 * site's own page. A place in the page (`#…`) is one in that page. Judges addresses as the browser parses them.
 */
export function clickTarget(value: unknown, settings: PushWorkerSettings, base: string): string {
  const { home = '/', origins = [] } = settings;
  const site = new URL(base).origin;
  const start = parse(home, base);
  const page = start && isOf(site, start) ? start.href : `${site}/`;
  const url = parse(value, String(value).startsWith('#') ? page : base);
  return url && [site, ...origins].some((origin) => isOf(origin, url)) ? url.href : page;
}

/** Whether two addresses differ in the place within a page at most. */
export function isSamePage(one: string, other: string): boolean {
  return one.split('#')[0] === other.split('#')[0];
}

/** An address with a user name shows one host and goes to another; a `blob:` has the origin of whoever made it. */
function isOf(origin: string, url: URL): boolean {
  return /^https?:$/.test(url.protocol) && url.origin === origin && url.username + url.password === '';
}

function parse(value: unknown, base: string): URL | undefined {
  try {
    return typeof value === 'string' ? new URL(value, base) : undefined;
  } catch {
    return undefined;
  }
}
