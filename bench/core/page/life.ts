import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import { randomFrom } from '../../statistics.ts';
import type { Life } from './simulated-rest.ts';

/** Whose timeline it is. */
export const OWNER = '00000000-0000-4000-8000-000000001867';

const CATEGORIES = ['personal', 'education', 'career', 'family', 'travel'] as const;
const STORY =
  'A line of text as long as what people write about an ordinary day of their lives, or a bit longer than that.';

/** An event of a long life, as the server tells it. */
export function lifeEvent(index: number): LifeEvent {
  const created = new Date(Date.UTC(2024, 0, 1) + index * 1000).toISOString().replace('Z', '000+00:00');
  return {
    id: `${hex(index * 2_654_435_761, 8)}-0000-4000-8000-${hex(index, 12)}`,
    user_id: OWNER,
    created_by: OWNER,
    title: `Event ${index}`,
    description: STORY,
    start_date: dayOf(index * 37),
    end_date: null,
    date_precision: 'day',
    is_ongoing: false,
    category: CATEGORIES[index % CATEGORIES.length]!,
    location: 'Paris',
    importance: 1 + (index % 10),
    tags: ['laboratory', 'family'],
    metadata: {},
    created_at: created,
    rev: 1,
    updated_at: created,
    deleted_at: null,
  };
}

/** Rows per answer of `nality_changes`. */
const PAGE = 500;

/** An answer of `nality_changes` for a life with so many events, as text; undefined after the last. */
export function pageOf(size: number, number: number): string | undefined {
  const start = number * PAGE;
  if (start >= Math.max(size, 1)) return undefined;
  const rows = Array.from({ length: Math.min(PAGE, size - start) }, (_, at) => lifeEvent(start + at));
  const next = start + PAGE < size ? { xid: '700', id: rows.at(-1)?.id } : null;
  return JSON.stringify({ epoch: 'first', rows, next, cursor: '700' });
}

/** The number of the answer that begins after the event with this id, which ends with its number. */
export function pageAfter(id: string): number {
  return (parseInt(id.slice(-12), 16) + 1) / PAGE;
}

/** A life that goes on. */
export interface GoingLife extends Life {
  /** Changes a random row: every other one moves to another day. Answers the frame that tells of it. */
  change(): string;
}

/** A life with so many events, its answers ready. */
export function createLife(size: number, seed = 1): GoingLife {
  const pages: string[] = [];
  for (let page = pageOf(size, 0); page !== undefined; page = pageOf(size, pages.length)) pages.push(page);
  const random = randomFrom(seed);
  const changed = new Map<number, LifeEvent>();
  let count = 0;
  return {
    page: (number) => pages[number],
    change() {
      const index = Math.floor(random() * size);
      const before = changed.get(index) ?? lifeEvent(index);
      count += 1;
      const moved = count % 2 === 0 ? { start_date: dayOf(Math.floor(random() * DAYS)) } : {};
      const row = { ...before, ...moved, title: `Event ${index}, change ${count}`, rev: before.rev + 1 };
      changed.set(index, row);
      return frameOf(row);
    },
    rows: () => Array.from({ length: size }, (_, index) => changed.get(index) ?? lifeEvent(index)),
  };
}

/** What a frame tells of a changed row. */
export interface ChangeData {
  schema: string;
  table: string;
  commit_timestamp: string;
  type: 'UPDATE';
  columns: { name: string; type: string }[];
  record: LifeEvent;
  old_record: { id: string };
  errors: null;
}

/** A frame of protocol 2.0.0 that brings a changed row. */
export type ChangeFrame = [null, null, string, 'postgres_changes', { ids: number[]; data: ChangeData }];

function frameOf(record: LifeEvent): string {
  const data: ChangeData = {
    schema: 'public',
    table: 'life_events',
    commit_timestamp: record.updated_at,
    type: 'UPDATE',
    columns: Object.keys(record).map((name) => ({ name, type: 'text' })),
    record,
    old_record: { id: record.id },
    errors: null,
  };
  return JSON.stringify([null, null, `realtime:timeline:${OWNER}`, 'postgres_changes', { ids: [1], data }]);
}

const DAYS = 150 * 365;

/** A day in 150 years, `YYYY-MM-DD`. */
function dayOf(number: number): string {
  return new Date(Date.UTC(1867, 10, 7) + (number % DAYS) * 86_400_000).toISOString().slice(0, 10);
}

function hex(value: number, digits: number): string {
  return (value % 2 ** 32).toString(16).padStart(digits, '0');
}
