import { RestError } from '../errors.ts';
import { nameOfPath } from '../parse/field.ts';
import { isEmpty } from '../parse/select.ts';
import type { FieldItem, SelectItem } from '../parse/select.ts';
import { fieldSql } from './condition.ts';
import type { Scope } from './condition.ts';
import { quoted } from './text.ts';

/** A column of the answer. */
export interface ColumnSql {
  /** What follows SELECT. */
  select: string;
  /** What follows GROUP BY where something else is aggregated; absent for what is itself aggregated. */
  group?: string;
}

/** The columns that an item of `select` makes. `expand`: `*` has to be written out. */
export function columnsSql(item: FieldItem, scope: Scope, expand: boolean): ColumnSql[] {
  if (item.field.name === '*' && !item.aggregate) {
    if (!expand) return [{ select: `${quoted(scope.alias)}.*` }];
    return (scope.relation?.columns ?? []).map(({ name }) => {
      const column = `${quoted(scope.alias)}.${quoted(name)}`;
      return { select: column, group: column };
    });
  }
  if (item.aggregate) return [{ select: aggregateSql(item, scope) }];
  const value = castSql(fieldSql(item.field, scope), item.cast);
  return [{ select: `${value} as ${quoted(nameOf(item))}`, group: value }];
}

export function hasAggregate(items: readonly SelectItem[]): boolean {
  return items.some((item) => item.kind === 'field' && item.aggregate !== undefined);
}

/** @throws {RestError} PGRST123 */
export function refuseAggregates(items: readonly SelectItem[]): void {
  if (hasAggregate(items)) throw new RestError(400, 'PGRST123', 'Use of aggregate functions is not allowed');
  for (const item of items) if (item.kind === 'embed') refuseAggregates(item.items);
}

/** The names of the columns that the items make; `*` is written out as far as the columns are known. */
export function outputNames(items: readonly SelectItem[], scope: Scope, spread: SpreadNames): string[] {
  const fields = items.flatMap((item) => {
    if (item.kind !== 'field') return [];
    if (item.field.name !== '*' || item.aggregate) return nameOf(item);
    return (scope.relation?.columns ?? []).map(({ name }) => name);
  });
  const embeds = items.flatMap((item) => {
    if (item.kind !== 'embed') return [];
    if (item.spread) return spread.get(item) ?? [];
    return isEmpty(item) ? [] : (item.alias ?? item.target);
  });
  return [...fields, ...embeds];
}

/** The columns that spread relations bring along. */
export type SpreadNames = ReadonlyMap<SelectItem, string[]>;

function nameOf(item: FieldItem): string {
  return item.alias ?? item.aggregate?.name ?? nameOfPath(item.field) ?? item.field.name;
}

function aggregateSql(item: FieldItem, scope: Scope): string {
  const { aggregate } = item;
  const value = item.field.name === '*' ? '*' : castSql(fieldSql(item.field, scope), item.cast);
  return `${castSql(`${aggregate?.name}(${value})`, aggregate?.cast)} as ${quoted(nameOf(item))}`;
}

function castSql(value: string, type: string | undefined): string {
  return type === undefined ? value : `cast(${value} as ${type})`;
}
