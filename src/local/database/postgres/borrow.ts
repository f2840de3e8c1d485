import type pg from 'pg';
import { PoolExhausted } from '../pool-exhausted.ts';
import { explainFailure } from './session.ts';

/** What pg-pool says when no session became free in time; of a connection that cannot be made it says something else. */
const NONE_FREE = 'timeout exceeded when trying to connect';

/**
 * A session of the pool, to be released.
 *
 * @throws {PoolExhausted} when none became free in time
 * @throws {ConnectionError} when the server cannot be reached
 */
export async function borrowClient(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    if (error instanceof Error && error.message === NONE_FREE) throw new PoolExhausted(error);
    return explainFailure(error);
  }
}
