import { counted } from '../../shared/counted.ts';
import { formatNumber } from '../counting.ts';

/** A number as German writes it: “1.234”. */
export const number = (count: number): string => formatNumber('de', count);

/** How many there are of something, in German. */
export const many = counted('de');
