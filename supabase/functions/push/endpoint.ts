/** The push services of the browsers: an exact host, or with a dot at the start every host below. */
const SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '.push.services.mozilla.com',
  '.notify.windows.com',
  '.push.apple.com',
];

/**
 * The address, if a message may be sent there: a known push service over https, without a port or a user name. Anybody
 * may store any address; without this a sender could be made to call into the network that it runs in.
 *
 * @param more origins that count as push services, too; see `settings.ts`
 */
export function pushAddress(endpoint: string, more: readonly string[] = []): URL | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const url = new URL(endpoint);
  const { protocol, port, hostname, username, password } = url;
  if (protocol !== 'https:' || username + password !== '') return undefined;
  if (more.includes(url.origin)) return url;
  return port === '' && SERVICES.some((service) => isAt(hostname, service)) ? url : undefined;
}

function isAt(host: string, service: string): boolean {
  return service.startsWith('.') ? host.endsWith(service) : host === service;
}
