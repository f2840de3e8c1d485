import { invalidBody } from './errors.ts';

/** The body of a write or a call. */
export type Payload =
  /** JSON as it came, so that no digit is lost on the way; `keys` are those of its objects. */
  | { kind: 'json'; text: string; keys: string[]; isObject: boolean }
  /** Names and texts, of a form or of an address. */
  | { kind: 'texts'; pairs: [name: string, value: string][] }
  /** For a function that takes the whole body. */
  | { kind: 'raw'; type: 'text' | 'xml' | 'bytea'; bytes: Uint8Array };

const RAW = { 'text/plain': 'text', 'text/xml': 'xml', 'application/octet-stream': 'bytea' } as const;

/**
 * Understands a body by its `Content-Type`. `columns`: the client has named what is in it, so that it need
 * not be looked at.
 *
 * @throws {RestError} PGRST102
 */
export function readPayload(
  bytes: Uint8Array,
  contentType: string | null,
  { columns, isCall }: { columns?: string[]; isCall: boolean },
): Payload {
  const type = (contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  if (isCall && type in RAW) return { kind: 'raw', type: RAW[type as keyof typeof RAW], bytes };
  const text = new TextDecoder().decode(bytes);
  switch (type) {
    case 'application/json':
      return readJson(isCall && text === '' ? '{}' : text, columns);
    case 'text/csv':
      return readCsv(text);
    case 'application/x-www-form-urlencoded': {
      const pairs = [...new URLSearchParams(text)];
      return isCall ? { kind: 'texts', pairs } : jsonOf(Object.fromEntries(pairs));
    }
    default:
      throw invalidBody(`Content-Type not acceptable: ${type}`);
  }
}

function readJson(text: string, columns: string[] | undefined): Payload {
  if (columns) return { kind: 'json', text, keys: columns, isObject: /^\s*\{/.test(text) };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidBody();
  }
  if (isObject(value)) return { kind: 'json', text, keys: Object.keys(value), isObject: true };
  if (!Array.isArray(value) || value.length === 0)
    return { kind: 'json', text: '[]', keys: [], isObject: false };
  return { kind: 'json', text, keys: commonKeys(value, 'All object keys must match'), isObject: false };
}

function jsonOf(rows: object): Payload {
  const first: object = (Array.isArray(rows) ? rows[0] : rows) ?? {};
  return {
    kind: 'json',
    text: JSON.stringify(rows),
    keys: Object.keys(first),
    isObject: !Array.isArray(rows),
  };
}

function commonKeys(rows: unknown[], otherwise: string): string[] {
  const [first] = rows;
  if (!isObject(first)) throw invalidBody(otherwise);
  const keys = Object.keys(first);
  const isSame = (row: unknown) =>
    isObject(row) && Object.keys(row).length === keys.length && keys.every((key) => Object.hasOwn(row, key));
  if (!rows.every(isSame)) throw invalidBody(otherwise);
  return keys;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A header and rows; `NULL` stands for null. */
function readCsv(text: string): Payload {
  const [header = [], ...rows] = csvRows(text);
  if (rows.some((row) => row.length !== header.length))
    throw invalidBody('All lines must have same number of fields');
  return jsonOf(
    rows.map((row) =>
      Object.fromEntries(header.map((name, index) => [name, row[index] === 'NULL' ? null : row[index]])),
    ),
  );
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/g)) {
    const field = quoted?.replaceAll('""', '"') ?? plain;
    const blank = field === '' && quoted === undefined && row.length === 0 && end !== ',';
    if (!blank) row.push(field);
    if (end === ',') continue;
    if (row.length > 0) rows.push(row);
    row = [];
  }
  return rows;
}
