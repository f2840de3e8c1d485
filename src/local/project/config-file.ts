import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';

/** A table of a TOML file. */
export type ConfigTable = Record<string, unknown>;

/**
 * Reads `supabase/config.toml` of the project in `folder`; a project without one says nothing.
 *
 * @throws {Error} with a message for people when it is no TOML
 */
export async function readConfigFile(folder: string): Promise<ConfigTable> {
  const file = join(folder, 'supabase/config.toml');
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** The table of the file that has that name. @throws {Error} with a message for people when it is no table */
export function sectionOf(config: ConfigTable, name: string): ConfigSection {
  return new ConfigSection(config).section(name);
}

/**
 * A table of config.toml, read by what its values shall be. What the file does not say is undefined, and so is
 * `env(NAME)` where the environment does not have the name. Anything of another kind is an error with a message for
 * people, which names the table and the value.
 */
export class ConfigSection {
  readonly #table: ConfigTable;
  readonly #path: readonly string[];

  constructor(table: ConfigTable, path: readonly string[] = []) {
    this.#table = table;
    this.#path = path;
  }

  /** What is in the table. */
  get names(): string[] {
    return Object.keys(this.#table);
  }

  /** The table in this one; an empty one when there is none. */
  section(name: string): ConfigSection {
    const path = [...this.#path, name];
    const table = this.#own(name) ?? {};
    if (typeof table === 'object' && !Array.isArray(table))
      return new ConfigSection(table as ConfigTable, path);
    throw new Error(`config.toml: [${path.join('.')}] must be a table.`);
  }

  /** Whatever the value is, from the environment where it says so. */
  value(name: string): unknown {
    return fromEnvironment(this.#own(name));
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    throw this.refusal(name, 'a text in quotes');
  }

  /** A whole number of at least 0. */
  number(name: string): number | undefined {
    const value = this.#parsed(name, /^\d+$/, Number);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.refusal(name, 'a whole number of at least 0');
  }

  boolean(name: string): boolean | undefined {
    const value = this.#parsed(name, /^(?:true|false)$/, (text) => text === 'true');
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.refusal(name, 'true or false');
  }

  list(name: string): string[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
      throw this.refusal(name, 'a list of texts in quotes');
    return value.map(fromEnvironment).filter((one) => one !== undefined) as string[];
  }

  /** Why the value cannot be used: it must be something else. */
  refusal(name: string, wanted: string): Error {
    return new Error(`config.toml: [${this.#path.join('.')}] ${name} must be ${wanted}.`);
  }

  #own(name: string): unknown {
    return Object.hasOwn(this.#table, name) ? this.#table[name] : undefined;
  }

  /** What comes from the environment is text, which may stand for something else. */
  #parsed(name: string, pattern: RegExp, parseText: (text: string) => unknown): unknown {
    const value = this.value(name);
    const isReplaced = value !== this.#own(name);
    return isReplaced && typeof value === 'string' && pattern.test(value) ? parseText(value) : value;
  }
}

function fromEnvironment(value: unknown): unknown {
  const name = typeof value === 'string' ? /^env\((.+)\)$/.exec(value)?.[1] : undefined;
  return name === undefined ? value : process.env[name];
}
