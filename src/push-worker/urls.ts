import type { PushWorkerSettings } from './settings.ts';

/** The address of a picture: over https, or of the site's own origin. */
export function pictureUrl(value: unknown, base: string): string | undefined {
  const url = parse(value, base);
  const isOurs = url && isOf(url.protocol === 'https:' ? url.origin : new URL(base).origin, url);
  return isOurs ? url.href : undefined;
}

/**
 * Where a click leads: to the message's address if it is of the site or of an origin that the site allows, else to the
 * site's own page. Judges addresses as the browser parses them.
 */
export function clickTarget(value: unknown, settings: PushWorkerSettings, base: string): string {
  const { home = '/', origins = [] } = settings;
  const site = new URL(base).origin;
  const url = parse(value, base);
  if (url && [site, ...origins].some((origin) => isOf(origin, url))) return url.href;
  const start = parse(home, base);
  return start && isOf(site, start) ? start.href : `${site}/`;
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
