/**
 * Whether a request was sent to this machine under one of its own names. A page of another site can make a name of
 * its own point here (DNS rebinding), and would then be let in as a page of this origin.
 */
export function isOwnHost(host: string | null | undefined): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:.+\.)?localhost|host\.docker\.internal)(?::\d+)?$/i.test(
    host ?? '',
  );
}
