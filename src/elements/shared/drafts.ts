import { toJson } from '../../core/lib/to-json.ts';

/** Keeps what a person typed until it is saved. */
export interface Drafts<T> {
  /** What was typed under this name; `undefined` if nothing, or nothing readable. */
  read(name: string): T | undefined;
  /** Keeps a draft over reloads and crashes; in memory alone where the browser stores nothing. Never throws. */
  write(name: string, draft: T): void;
  /** Whether something is kept under this name that was neither read nor written here: another tab keeps it. */
  isForeign(name: string): boolean;
  /** Forgets a draft. Never throws. */
  remove(name: string): void;
  /** The names under which drafts are kept. */
  names(): readonly string[];
}

/** What could not be stored (private mode, full, switched off) lives here for as long as the page. */
const memory = new Map<string, string>();

/**
 * The drafts of one place, e.g. `timeline:<me>:<owner>`. The place names the person too, so that nobody at the
 * same browser is shown what another typed. `isDraft` judges what comes back: the storage belongs to the page.
 */
export function openDrafts<T>(place: string, isDraft: (value: unknown) => value is T): Drafts<T> {
  const prefix = `nality:draft:${place}:`;
  const known = new Map<string, string | null>();
  const know = (name: string, json: string | null): string | null => (known.set(name, json), json);
  return {
    read: (name) => parse(know(name, stored(prefix + name)), isDraft),
    write: (name, draft) => store(prefix + name, know(name, toJson(draft))),
    isForeign(name) {
      const json = stored(prefix + name);
      return json !== null && json !== known.get(name);
    },
    remove: (name) => store(prefix + name, null),
    names: () =>
      keys()
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
  };
}

function parse<T>(json: string | null, isDraft: (value: unknown) => value is T): T | undefined {
  if (json === null) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isDraft(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function stored(key: string): string | null {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, json: string | null): void {
  memory.delete(key);
  try {
    if (json === null) localStorage.removeItem(key);
    else localStorage.setItem(key, json);
  } catch {
    if (json !== null) memory.set(key, json);
  }
}

function keys(): readonly string[] {
  try {
    return [...new Set([...Object.keys(localStorage), ...memory.keys()])];
  } catch {
    return [...memory.keys()];
  }
}
