/** How this page reads for itself: by an ordinary request, with its own person's token. */
export interface Reader {
  url: string;
  key: string;
  token: () => Promise<string>;
}

/** Reads rows of a table. Throws when they cannot be read. */
export async function readRows<Row>(
  { url, key, token }: Reader,
  table: string,
  query: Record<string, string>,
): Promise<Row[]> {
  const headers = { apikey: key, authorization: `Bearer ${await token()}` };
  const response = await fetch(`${url}/rest/v1/${table}?${new URLSearchParams(query)}`, { headers });
  if (!response.ok) throw new Error(`${table} could not be read (${response.status}).`);
  return (await response.json()) as Row[];
}
