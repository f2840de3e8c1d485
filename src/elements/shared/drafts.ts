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

/** Stands between a name and what tells a second draft under it from the first. */
const APART = '~';

/** A name for another draft under a name. */
export function apart(name: string): string {
  return `${baseOf(name)}${APART}${Math.random().toString(36).slice(2)}`;
}

/** The name under which a draft is one of several. */
export function baseOf(name: string): string {
  return name.split(APART)[0] ?? name;
}

/** Drafts of which a page shows one under each name. */
export type OwnDrafts<T> = Omit<Drafts<T>, 'isForeign'>;

/**
 * The drafts of a place as they are shown in this tab: read once. What another tab keeps under the same name since is neither
 * written over nor forgotten here: what is typed goes beside it, and is shown when the first is gone, on a later page.
 */
export function ownDrafts<T>(store: Drafts<T>): OwnDrafts<T> {
  const shown = new Map<string, T | undefined>();
  const keys = new Map<string, string>();
  const keyOf = (name: string): string => keys.get(name) ?? name;
  return {
    read(name) {
      if (shown.has(name)) return shown.get(name);
      const [key = name] = store
        .names()
        .filter((one) => baseOf(one) === name)
        .sort();
      keys.set(name, key);
      const draft = store.read(key);
      shown.set(name, draft);
      return draft;
    },
    write(name, draft) {
      if (store.isForeign(keyOf(name))) keys.set(name, apart(name));
      shown.set(name, draft);
      store.write(keyOf(name), draft);
    },
    remove(name) {
      if (!store.isForeign(keyOf(name))) store.remove(keyOf(name));
      shown.set(name, undefined);
      keys.delete(name);
    },
    names: () => [...new Set(store.names().map(baseOf))],
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
