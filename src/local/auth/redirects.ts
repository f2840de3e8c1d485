import type { AuthConfig } from './config.ts';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\])$/;
const ADDRESS = /^(?:\d+|\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/;
const PLAIN_HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

/** Where a person is to be sent: as the request wishes, if that is allowed, else to the site. */
export function redirectTarget(request: Request, config: AuthConfig): string {
  const { searchParams } = new URL(request.url);
  const wishes = [
    request.headers.get('redirect_to') || searchParams.get('redirect_to'),
    request.headers.get('referer'),
  ];
  return wishes.find((wish) => wish && isAllowed(wish, config)) ?? config.siteUrl;
}

/** Whether people may be sent to the address: the site's own, a loopback one, or one of the list. */
export function isAllowed(address: string, config: AuthConfig): boolean {
  if (/[\x00-\x20\x7f]/.test(address)) return false;
  const url = parseUrl(address);
  if (!url && /^https?:/i.test(address)) return false;
  if (url && isSameSite(url, config.siteUrl)) return true;
  if (url && isOfHttp(url)) {
    if (ADDRESS.test(url.hostname)) return LOOPBACK.test(url.hostname);
    if (!PLAIN_HOST.test(url.hostname)) return false;
  }
  const [withoutFragment = ''] = address.split('#');
  return config.redirectUrls.some((pattern) => toRegExp(pattern).test(withoutFragment));
}

function parseUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

function isOfHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function isSameSite(url: URL, siteUrl: string): boolean {
  const site = parseUrl(siteUrl);
  if (!site || site.protocol !== url.protocol || site.hostname !== url.hostname) return false;
  return site.port === url.port || url.hostname === 'localhost' || LOOPBACK.test(url.hostname);
}

/** `*` and `?` stay within what dots and slashes separate, `**` does not; `[…]` and `{a,b}` are choices. */
function toRegExp(pattern: string): RegExp {
  let depth = 0;
  const source = pattern.replace(/\*\*|\[[^\]]*\]|\\.|[\s\S]/g, (part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^./]*';
    if (part === '?') return '[^./]';
    if (part.length > 1) return part.replace(/^\[!/, '[^');
    if (part === '{') return (depth++, '(?:');
    if (part === '}' && depth > 0) return (depth--, ')');
    if (part === ',' && depth > 0) return '|';
    return part.replace(/[.+^$()|[\]{}\\/-]/, '\\$&');
  });
  return new RegExp(`^${source}$`);
}
