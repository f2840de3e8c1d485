import { types } from '@electric-sql/pglite';
import type pg from 'pg';
import { PARSERS } from '../value-types.ts';
import type { Parser } from '../value-types.ts';

const asText: Parser = (text) => text;

/**
 * How values are read on this server: as PGlite reads them. Array types, which a server numbers as it
 * likes, are asked for once.
 */
export async function readTypes(client: pg.ClientBase): Promise<pg.CustomTypesConfig> {
  const parsers: Record<number, Parser> = { ...types.parsers, ...PARSERS };
  const { rows } = await client.query<{ item: string; list: string }>(
    `select t.typelem::text as item, t.oid::text as list from pg_type t
     where t.typcategory = 'A' and t.typelem <> 0 and t.typlen = -1`,
  );
  for (const { item, list } of rows) {
    const parse = parsers[Number(item)] ?? asText;
    parsers[Number(list)] = (text) => types.arrayParser(text, parse, Number(list)) as unknown;
  }
  const getTypeParser = (oid: number) => parsers[oid] ?? asText;
  return { getTypeParser: getTypeParser as pg.CustomTypesConfig['getTypeParser'] };
}
