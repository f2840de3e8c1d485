import { SqlFileError } from '../project/migrate.ts';

/** How long whoever has the port may take to say what it is, in milliseconds. */
const PATIENCE = 3000;

/** Adds to an error at the start what a person can do about it. */
export async function explain(error: unknown): Promise<unknown> {
  if (error instanceof SqlFileError) return explainSqlFile(error);
  const { code, port } = ((error as Error).cause ?? {}) as { code?: string; port?: number };
  return code === 'EADDRINUSE' && port !== undefined ? explainPort(port, error) : error;
}

function explainSqlFile(error: SqlFileError): Error {
  const advice = 'Correct the file and start again. Nothing of this file is in the database.';
  return new Error(`${error.message}\n\n${advice}`, { cause: error });
}

async function explainPort(port: number, cause: unknown): Promise<Error> {
  const url = `http://127.0.0.1:${port}`;
  const who = (await isLocalBackend(url))
    ? `A local backend is running already, at ${url}: use that one or stop it`
    : `Port ${port} is in use. Stop what listens there`;
  return new Error(`${who}, or choose another port with --port.`, { cause });
}

async function isLocalBackend(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PATIENCE) });
    return ((await response.json()) as { status?: string } | null)?.status === 'ok';
  } catch {
    return false;
  }
}
