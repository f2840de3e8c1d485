import type { DatePrecision } from '../../core/features/life-event.ts';
import { parseDate, type EventTime } from '../shared/formats.ts';

/** Days that a time may mean, `YYYY-MM-DD`; both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Years to either side of “about 1950”. */
const ABOUT = 2;

/** Later than every day. */
const OPEN = '9999-12-31';

/** The days that a time may mean; `undefined` for none. What goes on has no end. */
export function daysOf({ start_date, end_date, date_precision, is_ongoing }: EventTime): Days | undefined {
  const start = stretch(start_date, date_precision);
  if (!start) return undefined;
  if (is_ongoing) return { from: start.from, to: OPEN };
  return { from: start.from, to: stretch(end_date, date_precision)?.to ?? start.to };
}

function stretch(iso: string | null, precision: DatePrecision): Days | undefined {
  const date = parseDate(iso);
  if (!iso || !date) return undefined;
  const { year, month } = date;
  switch (precision) {
    case 'day':
      return { from: iso, to: iso };
    case 'month':
      return { from: iso, to: day(year, month, 31) };
    case 'season':
      return { from: iso, to: day(year, month + 2, 31) };
    case 'year':
      return { from: iso, to: day(year, 12, 31) };
    case 'decade':
      return { from: iso, to: day(year + 9, 12, 31) };
    case 'about':
      return { from: day(year - ABOUT, 1, 1), to: day(year + ABOUT, 12, 31) };
  }
}

/** Only compared, never shown: there may be no such day. */
function day(year: number, month: number, date: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
