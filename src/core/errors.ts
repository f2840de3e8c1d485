/** Every way in which something can go wrong, as one closed list. */
export type NalityErrorCode =
  | 'config'
  | 'secret-key'
  | 'schema-missing'
  | 'schema-old'
  | 'auth-required'
  | 'auth-expired'
  | 'denied'
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'offline'
  | 'timeout'
  | 'rate-limited'
  | 'too-large'
  | 'storage'
  | 'server';

/** What a `NalityError` may carry besides its code and message. */
export interface NalityErrorOptions {
  /** What was caught, kept whole. */
  cause?: unknown;
  /** Whether the same call may succeed later without anybody changing anything. */
  retryable?: boolean;
  /** The column or constraint that a refused value belongs to, where the server named one. */
  field?: string;
  /** So long the server asks to be left in peace, milliseconds. */
  retryAfterMs?: number;
}

const RETRYABLE: ReadonlySet<NalityErrorCode> = new Set(['offline', 'timeout', 'rate-limited', 'server']);

/** The one error of this package. Its `code` says what happened; its message says it in plain words. */
export class NalityError extends Error {
  override readonly name = 'NalityError';
  readonly code: NalityErrorCode;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** The column or constraint that a refused value belongs to, where the server named one. */
  readonly field: string | undefined;
  /** So long the server asks to be left in peace, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: NalityErrorCode, message: string, options: NalityErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? RETRYABLE.has(code);
    this.field = options.field;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The error itself if it is one of ours, else a `server` error of unknown kind that keeps it as cause. */
export function asNalityError(error: unknown): NalityError {
  if (error instanceof NalityError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new NalityError('server', message, { cause: error, retryable: false });
}
