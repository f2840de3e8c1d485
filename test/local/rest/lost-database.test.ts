import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import pg from 'pg';
import { ConnectionError } from '../../../src/local/database/connection-error.ts';
import { PoolExhausted } from '../../../src/local/database/pool-exhausted.ts';
import { borrowClient } from '../../../src/local/database/postgres/borrow.ts';
import { fromDatabaseError } from '../../../src/local/rest/database-errors.ts';

/** A pool of one session with a server that lets in everybody, or nobody. */
function createPool(refusal?: Error): pg.Pool {
  class Client extends EventEmitter {
    connect(done: (error?: Error) => void): void {
      done(refusal);
    }
    end(done?: () => void): void {
      done?.();
    }
  }
  return new pg.Pool({ max: 1, connectionTimeoutMillis: 1, Client: Client as unknown as typeof pg.Client });
}

async function failureOf(pool: pg.Pool): Promise<ConnectionError | PoolExhausted> {
  return borrowClient(pool).then(
    () => assert.fail('a session was free'),
    (error: ConnectionError | PoolExhausted) => error,
  );
}

test('a pool whose sessions are all in use is a gateway that waited in vain', async () => {
  const pool = createPool();
  const client = await borrowClient(pool);
  const held = setInterval(() => undefined, 1); // the pool's own timer keeps no process alive
  const failure = await failureOf(pool).finally(() => clearInterval(held));
  assert.ok(failure instanceof PoolExhausted);
  client.release(true);
  const answer = fromDatabaseError(failure, false).toResponse();
  assert.equal(answer.status, 504);
  assert.deepEqual(await answer.json(), {
    code: 'PGRST003',
    details: null,
    hint: null,
    message: 'Timed out acquiring connection from connection pool.',
  });
});

test('a server that cannot be reached is a lost connection', async () => {
  const failure = await failureOf(createPool(new Error('connect ECONNREFUSED')));
  assert.ok(failure instanceof ConnectionError);
  const { status, code } = fromDatabaseError(failure, false);
  assert.deepEqual([status, code], [503, '08006']);
});
