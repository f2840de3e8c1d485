import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import { pageAfter } from './life.ts';

/** A life as a server keeps it. */
export interface Life {
  /** The answer of `nality_changes` of that number, from 0, to who has read nothing yet, as text. */
  page(number: number): string | undefined;
  /** All rows as they are now. */
  rows(): readonly LifeEvent[];
}

interface Arguments {
  since?: string | null;
  after?: { id: string } | null;
}

/** The REST side of a project with one timeline, mine. */
export function simulatedRest(life: Life): typeof fetch {
  const functions: Record<string, (args: Arguments) => string> = {
    nality_info: () => JSON.stringify({ schema: 4, epoch: 'first' }),
    nality_level: () => '"owner"',
    nality_changes: ({ since, after }) =>
      (since ? undefined : life.page(after ? pageAfter(after.id) : 0)) ?? NOTHING_NEW,
    nality_fingerprint: () => JSON.stringify(fingerprint(life.rows())),
  };
  return async (input, init) => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
    const answer = functions[pathname.split('/rpc/')[1] ?? ''];
    const isEvents = pathname.endsWith('/life_events');
    const text = answer
      ? answer(JSON.parse(String(init?.body)) as Arguments)
      : JSON.stringify(isEvents ? select(life.rows(), searchParams) : []);
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  };
}

const NOTHING_NEW = JSON.stringify({ epoch: 'first', rows: [], next: null, cursor: '700' });

/** Rows by id, as far as the core asks for them: after an id, or some. */
function select(rows: readonly LifeEvent[], query: URLSearchParams): readonly object[] {
  const [, operator, operand = ''] = /^(gt|in)\.(.*)$/.exec(query.get('id') ?? '') ?? [];
  const wanted = new Set(operator === 'in' ? operand.replace(/[()"]/g, '').split(',') : []);
  const found = rows
    .filter(({ id }) => (operator === 'in' ? wanted.has(id) : operator === undefined || id > operand))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, Number(query.get('limit') ?? rows.length));
  const columns = query.get('select')?.split(',') ?? ['*'];
  if (columns.includes('*')) return found;
  return found.map((row) => Object.fromEntries(columns.map((name) => [name, row[name as keyof LifeEvent]])));
}

/** As the migration defines it: how many, and two sums over the first and the last 32 bits of each id with its rev. */
function fingerprint(rows: readonly LifeEvent[]): { count: number; a: number; b: number } {
  const word = (hex: string): bigint => BigInt(`0x${hex}`);
  const mark = (x: bigint, y: bigint, rev: bigint): bigint => (x + rev * (y | 1n)) & 0xffff_ffffn;
  let [a, b] = [0n, 0n];
  for (const { id, rev } of rows) {
    const [x, y] = [word(id.slice(0, 8)), word(id.slice(-8))];
    a += mark(x, y, BigInt(rev));
    b += mark(y, x, BigInt(rev));
  }
  return { count: rows.length, a: Number(a % (1n << 52n)), b: Number(b % (1n << 52n)) };
}
