import { rowsOf } from './layout.ts';
import type { Band } from './scroller.ts';

/** A row that keeps its place on the screen, whatever is added, removed or measured around it. */
export interface Anchor {
  readonly id: string;
  /** Pixels from the upper edge of the window. */
  readonly top: number;
}

/**
 * What a person looks at, the likeliest first: the row with the focus, then all that are seen, from above. While the top of the
 * list is seen, only the focus counts: what is new there is to be seen, too.
 */
export function anchorsIn(list: Element, band: Band): readonly Anchor[] {
  const rows = rowsOf(list)
    .map((row) => ({ row, box: row.getBoundingClientRect() }))
    .filter(({ box }) => box.bottom > band.top + 1 && box.top < band.bottom - 1);
  const focused = rows.filter(({ row }) => row.matches(':focus-within'));
  const fromAbove = list.getBoundingClientRect().top < band.top ? rows : [];
  return [...focused, ...fromAbove].map(({ row, box: { top } }) => ({ id: idOf(row), top }));
}

function idOf(row: Element): string {
  return row.querySelector('[data-event-id]')?.getAttribute('data-event-id') ?? '';
}
