/** What the database or the API in front of it refuses, by its code. */
export class SqlError extends Error {
  readonly code: string;
  readonly status: number;
  readonly constraint: string | undefined;

  constructor(code: string, message: string, constraint?: string) {
    super(message);
    this.code = code;
    this.status = statusOf(code);
    this.constraint = constraint;
  }
}

/** PostgREST's page on errors: which SQLSTATE travels as which HTTP status. */
function statusOf(code: string): number {
  if (code === 'PGRST301' || code === 'PGRST303') return 401;
  if (code === 'PGRST202' || code === 'PGRST204') return code === 'PGRST202' ? 404 : 400;
  if (code.startsWith('PGRST00')) return 503;
  if (code === '42501') return 403;
  if (code === '42P01' || code === '42883') return 404;
  if (code === '25006') return 405;
  if (/^(08|53)/.test(code)) return 503;
  if (/^(40|57|55|XX)/.test(code)) return 500;
  return code === '23503' || code === '23505' ? 409 : 400;
}
