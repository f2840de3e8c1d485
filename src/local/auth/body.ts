import { AuthError } from './errors.ts';

/** The JSON object that a request brings. Reading a field of another type than it should have is refused. */
export class Body {
  readonly #text: string;
  #fields: Record<string, unknown> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get empty(): boolean {
    return this.#text === '';
  }

  /** The text of the field, empty when it is absent. */
  text(name: string): string {
    return this.optionalText(name) ?? '';
  }

  optionalText(name: string): string | undefined {
    return this.#read(name, 'string') as string | undefined;
  }

  flag(name: string, absent = false): boolean {
    return (this.#read(name, 'boolean') as boolean | undefined) ?? absent;
  }

  object(name: string): Record<string, unknown> | undefined {
    return this.#read(name, 'object') as Record<string, unknown> | undefined;
  }

  #read(name: string, type: string): unknown {
    const value = (this.#fields ??= parse(this.#text))[name];
    if (value === null || value === undefined) return undefined;
    const found = Array.isArray(value) ? 'array' : typeof value;
    if (found !== type) throw badJson(`cannot unmarshal ${found} into field ${name} of type ${type}`);
    return value;
  }
}

function parse(text: string): Record<string, unknown> {
  if (text === '') throw badJson('unexpected end of JSON input');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badJson((error as Error).message);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw badJson('cannot unmarshal a value that is not an object');
}

function badJson(reason: string): AuthError {
  return new AuthError(400, 'bad_json', `Could not parse request body as JSON: ${reason}`);
}
