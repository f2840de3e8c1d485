/** The database cannot be reached, or was lost on the way: the same may succeed later. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** SQLSTATE connection_failure. */
  readonly code = '08006';

  constructor(cause: unknown) {
    super(`No connection to the database: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Classes and codes of errors that say nothing of the statement: it met others, or a server in trouble. */
const TRANSIENT = /^(?:08|40|53|55P03$|57P)/;

/** Whether the same statement may succeed when it is tried again. */
export function isTransient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && TRANSIENT.test(String(error.code));
}
