import { RestError } from '../errors.ts';
import { scanPath } from './field.ts';
import type { Field } from './field.ts';
import { Scanner } from './scanner.ts';

export interface FieldItem {
  kind: 'field';
  /** `*` stands for all columns. */
  field: Field;
  alias?: string;
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

/** @throws {RestError} PGRST100; PGRST123 for aggregates, which hosted projects do not allow */
export function parseSelect(text: string): SelectItem[] {
  const scanner = new Scanner('select parameter', text);
  const items = scanItems(scanner);
  if (!scanner.done) scanner.fail();
  return items;
}

/** What a request means that says nothing about columns. */
export function selectAll(): SelectItem[] {
  return [{ kind: 'field', field: { name: '*', path: [] } }];
}

function scanItems(scanner: Scanner): SelectItem[] {
  if (scanner.done || scanner.peek(')')) return [];
  const items = [scanItem(scanner)];
  while (scanner.eat(',')) items.push(scanItem(scanner));
  return items;
}

function scanItem(scanner: Scanner): SelectItem {
  scanner.take(/\s+/);
  const spread = scanner.eat('...');
  let name = scanner.name();
  let alias: string | undefined;
  if (!scanner.peek('::') && scanner.eat(':')) {
    alias = name;
    name = scanner.name();
  }
  if (scanner.peek('!') || scanner.peek('(')) return scanEmbed(scanner, { target: name, alias, spread });
  return scanFieldItem(scanner, name, alias);
}

function scanFieldItem(scanner: Scanner, name: string, alias?: string): FieldItem {
  const path = scanPath(scanner);
  if (scanner.peek('.')) throw aggregatesOff();
  const cast = scanner.eat('::') ? scanner.take(/[\w ]+(\[\])?/) : undefined;
  return { kind: 'field', field: { name, path }, alias, cast };
}

function scanEmbed(scanner: Scanner, start: { target: string; alias?: string; spread: boolean }): EmbedItem {
  const embed: EmbedItem = { kind: 'embed', ...start, inner: false, items: [] };
  while (scanner.eat('!')) {
    const word = scanner.name();
    if (word === 'inner') embed.inner = true;
    else if (word !== 'left') embed.hint = word;
  }
  scanner.expect('(');
  if (embed.target === 'count' && scanner.peek(')')) throw aggregatesOff();
  embed.items = scanItems(scanner);
  scanner.expect(')');
  return embed;
}

function aggregatesOff(): RestError {
  return new RestError(400, 'PGRST123', 'Use of aggregate functions is not allowed');
}
