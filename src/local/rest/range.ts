import { unsatisfiable } from './errors.ts';
import type { Refinement } from './parse/query.ts';

/**
 * Narrows what is asked of the rows by the `Range` header, which only a GET may have.
 *
 * @throws {RestError} PGRST103
 */
export function narrow(refinement: Refinement, header: string | null): void {
  if ((refinement.limit ?? 0) < 0) throw unsatisfiable('Limit should be greater than or equal to zero.');
  const [, from, to = ''] = /^(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined) return;
  const first = Number(from);
  const last = to === '' ? Infinity : Number(to);
  if (first > last) throw emptyRange();
  if (refinement.limit === 0) return;
  const offset = Math.max(refinement.offset ?? 0, first);
  const end = Math.min(last + 1, (refinement.offset ?? 0) + (refinement.limit ?? Infinity));
  if (end <= offset) throw emptyRange();
  refinement.offset = offset;
  refinement.limit = end === Infinity ? undefined : end - offset;
}

function emptyRange(): Error {
  return unsatisfiable(
    'The lower boundary must be lower than or equal to the upper boundary in the Range header.',
  );
}
