/** Reads a header `Upload-Metadata`: names with values in base64. */
export function parseUploadMetadata(header: string): Record<string, string> {
  const entries = header
    .split(',')
    .map((entry) => entry.trim().split(/\s+/))
    .filter(([name]) => name)
    .map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** What a client calls its upload: the place and the version, so that it can be read. */
export function uploadId(bucket: string, name: string, version: string): string {
  return Buffer.from(`${bucket}/${name}/${version}`).toString('base64url');
}

/** The version in a client's name of an upload. */
export function versionOf(id: string): string {
  return Buffer.from(id, 'base64url').toString().split('/').at(-1) ?? '';
}
