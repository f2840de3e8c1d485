/** Runs SQL in one session; what a transaction hands to its work. */
export interface Sql {
  /**
   * Runs one statement with `$1`-style parameters: lists are PostgreSQL's arrays, JSON is given as text. Rejects
   * with the server's error (`code` is the SQLSTATE).
   */
  query<R = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<{ rows: R[] }>;
  /** Runs any number of statements without parameters, all or nothing. */
  exec(sql: string): Promise<void>;
}

/**
 * Is given what NOTIFY says; undefined when the connection was lost for a while and is there again, so that
 * notifications may have been missed.
 */
export type OnNotify = (payload: string | undefined) => void;

/**
 * The seam between the database and everything that is served from it.
 *
 * Outside a transaction the session is the superuser's; statements may run on several sessions at once. Inside `transaction`, settings that are
 * made with `set local` end with it, so that no request sees the role or the claims of another.
 */
export interface Database extends Sql {
  /** Runs `work` in one transaction: commits when it resolves, rolls back when it rejects. Not to be nested. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Calls `onNotify` for each NOTIFY on the channel, after the commit; resolves with the way to stop. */
  listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>>;
  /** Ends all work that is under way and releases the data directory. */
  close(): Promise<void>;
}
