/** How long whoever has the port may take to say what it is, in milliseconds. */
const PATIENCE = 1000;

/** Says of a port in use who uses it; hands back every other error as it is. */
export async function explainPort(error: unknown): Promise<unknown> {
  const { code, port } = ((error as Error).cause ?? {}) as { code?: string; port?: number };
  if (code !== 'EADDRINUSE' || port === undefined) return error;
  const url = `http://127.0.0.1:${port}`;
  const who = (await isLocalBackend(url))
    ? `A local backend is running already, at ${url}: use that one or stop it`
    : `Port ${port} is in use. Stop what listens there`;
  return new Error(`${who}, or choose another port with --port.`, { cause: error });
}

async function isLocalBackend(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PATIENCE) });
    return ((await response.json()) as { status?: string } | null)?.status === 'ok';
  } catch {
    return false;
  }
}
