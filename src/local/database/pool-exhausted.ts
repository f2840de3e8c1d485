/** All sessions were in use for as long as a statement waits for one: the server is there, and the same may succeed later. */
export class PoolExhausted extends Error {
  override readonly name = 'PoolExhausted';
  /** SQLSTATE too_many_connections. */
  readonly code = '53300';

  constructor(cause: unknown) {
    super('All connections to the database are in use', { cause });
  }
}
