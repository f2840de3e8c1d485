import { scanField, scanName } from './field.ts';
import type { Field } from './field.ts';
import { Scanner } from './scanner.ts';

export interface FieldItem {
  kind: 'field';
  /** `*` stands for all columns. */
  field: Field;
  alias?: string;
  cast?: string;
  aggregate?: Aggregate;
}

export interface Aggregate {
  name: 'sum' | 'avg' | 'count' | 'max' | 'min';
  /** The type to which its result is cast. */
  cast?: string;
}

/** Rows of a related table inside the row: `author:users!fk!inner(name)`. */
export interface EmbedItem {
  kind: 'embed';
  target: string;
  /** Which relationship is meant: a constraint, a column or a junction table. */
  hint?: string;
  alias?: string;
  /** Rows without related rows are left out. */
  inner: boolean;
  /** `...target(a, b)`: the related row's columns become the row's own. */
  spread: boolean;
  items: SelectItem[];
}

export type SelectItem = FieldItem | EmbedItem;

/** @throws {RestError} PGRST100 */
export function parseSelect(text: string): SelectItem[] {
  const scanner = new Scanner('select parameter', text);
  return scanner.read(() => scanItems(scanner));
}

/** What a request means that says nothing about columns. */
export function selectAll(): FieldItem[] {
  return [{ kind: 'field', field: { name: '*', path: [] } }];
}

/** Whether nothing of it comes into the answer: it is there to be asked about. */
export function isEmpty(item: EmbedItem): boolean {
  return item.items.every((one) => one.kind === 'embed' && isEmpty(one));
}

function scanItems(scanner: Scanner): SelectItem[] {
  if (scanner.done || scanner.peek(')')) return [];
  const items = [scanItem(scanner)];
  while (scanner.eat(',')) items.push(scanItem(scanner));
  return items;
}

function scanItem(scanner: Scanner): SelectItem {
  scanner.takeAny(/\s+/);
  const embed = scanner.attempt(() => scanEmbedHead(scanner));
  const item = embed ? scanEmbedBody(scanner, embed) : scanFieldItem(scanner);
  scanner.takeAny(/\s+/);
  return item;
}

function scanEmbedHead(scanner: Scanner): EmbedItem | undefined {
  const spread = scanner.eat('...');
  const alias = spread ? undefined : scanAlias(scanner);
  const target = scanName(scanner);
  if (target === 'count' && scanner.peek('()')) return undefined;
  const embed: EmbedItem = { kind: 'embed', target, alias, spread, inner: false, items: [] };
  while (scanner.eat('!')) {
    const word = scanName(scanner);
    if (word === 'inner') embed.inner = true;
    else if (word !== 'left') embed.hint ??= word;
  }
  return scanner.peek('(') ? embed : undefined;
}

function scanEmbedBody(scanner: Scanner, embed: EmbedItem): EmbedItem {
  scanner.expect('(');
  embed.items = scanItems(scanner);
  scanner.expect(')');
  return embed;
}

function scanFieldItem(scanner: Scanner): FieldItem {
  if (scanner.eat('*')) return { kind: 'field', field: { name: '*', path: [] } };
  const alias = scanAlias(scanner);
  if (scanner.eat('count()')) {
    const aggregate: Aggregate = { name: 'count', cast: scanCast(scanner) };
    return { kind: 'field', field: { name: '*', path: [] }, alias, aggregate };
  }
  const field = scanField(scanner);
  const cast = scanCast(scanner);
  return { kind: 'field', field, alias, cast, aggregate: scanAggregate(scanner) };
}

function scanAlias(scanner: Scanner): string | undefined {
  return scanner.attempt(() => {
    const name = scanName(scanner);
    return !scanner.peek('::') && scanner.eat(':') ? name : undefined;
  });
}

function scanCast(scanner: Scanner): string | undefined {
  if (!scanner.eat('::')) return undefined;
  return scanner.take(/[\p{L}\p{Nd}_ $]+/u, 'letter or digit')?.trim() ?? scanner.fail();
}

function scanAggregate(scanner: Scanner): Aggregate | undefined {
  const call = scanner.take(/\.(?:sum|avg|count|max|min)\(\)/, '"."');
  if (call === undefined) return undefined;
  return { name: call.slice(1, -2) as Aggregate['name'], cast: scanCast(scanner) };
}
