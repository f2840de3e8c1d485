/**
 * A value as JSON, whatever a page has done to the prototypes: with a `toJSON` on `Array.prototype`, as old libraries put it
 * there, `JSON.stringify` makes texts of arrays. Takes what JSON can say, and leaves `undefined` out.
 */
export function toJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (value instanceof Date) return JSON.stringify(Number.isNaN(+value) ? null : value.toISOString());
  if (Array.isArray(value)) return `[${value.map(toJson).join()}]`;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${toJson(one)}`).join()}}`;
}
