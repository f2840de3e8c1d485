/** What a connection says of itself for a while: that it edits something, that it types, where it points. */
export interface Mark<T> {
  /** The connection that said it: one person may have several tabs open. */
  readonly tab: string;
  /** What it is about. */
  readonly subject: string;
  readonly value: T;
  /** When it was first heard of, by the local clock. */
  readonly since: number;
  /** When it ends by itself unless it is renewed. */
  readonly expires: number;
}

/** The marks of one kind that hold, by connection and subject. Bounded, whatever is put in. */
export interface Marks<T> extends Iterable<Mark<T>> {
  /** Makes or renews a mark; a renewal keeps its age. Beyond the limits a new one is refused: what is there stays. */
  put(tab: string, subject: string, value: T): void;
  /** Takes one away that was given up. */
  take(tab: string, subject: string): void;
  /** Keeps those that have not expired and whose connections are still here. */
  keep(isHere: (tab: string) => boolean): void;
  /** When the next one expires; `Infinity` while there is none. */
  nextExpiry(): number;
}

/** How long marks of a kind hold, and how many there may be. */
export interface MarkLimits {
  /** Milliseconds after the last renewal. */
  readonly lifeMs: number;
  readonly perTab: number;
  readonly inAll: number;
}

/** Makes an empty set of marks. */
export function createMarks<T>({ lifeMs, perTab, inAll }: MarkLimits, now: () => number): Marks<T> {
  const byTab = new Map<string, Map<string, Mark<T>>>();
  let count = 0;

  const take = (tab: string, subject: string): void => {
    const own = byTab.get(tab);
    if (!own?.delete(subject)) return;
    count -= 1;
    if (own.size === 0) byTab.delete(tab);
  };
  function* all(): Generator<Mark<T>> {
    for (const own of byTab.values()) yield* own.values();
  }
  return {
    put(tab, subject, value) {
      const own = byTab.get(tab) ?? new Map<string, Mark<T>>();
      const before = own.get(subject);
      if (!before && (own.size >= perTab || count >= inAll)) return;
      if (!before) count += 1;
      byTab.set(tab, own.set(subject, markOf(tab, subject, value, before?.since ?? now(), now() + lifeMs)));
    },
    take,
    keep(isHere) {
      for (const { tab, subject, expires } of [...all()])
        if (expires <= now() || !isHere(tab)) take(tab, subject);
    },
    nextExpiry: () => Math.min(...[...all()].map(({ expires }) => expires)),
    [Symbol.iterator]: all,
  };
}

function markOf<T>(tab: string, subject: string, value: T, since: number, expires: number): Mark<T> {
  return { tab, subject, value, since, expires };
}

/** Who makes marks on what: per subject the persons, the earliest first, each once. */
export function personsBySubject(
  marks: Iterable<Mark<unknown>>,
  personOf: (tab: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const persons = new Map<string, Set<string>>();
  for (const { subject, tab } of [...marks].sort((a, b) => a.since - b.since)) {
    const person = personOf(tab);
    if (person !== undefined) persons.set(subject, (persons.get(subject) ?? new Set()).add(person));
  }
  return new Map([...persons].map(([subject, ids]) => [subject, [...ids]]));
}

/** What each person said last, in whichever of their tabs. */
export function latestByPerson<T>(
  marks: Iterable<Mark<T>>,
  personOf: (tab: string) => string | undefined,
): ReadonlyMap<string, T> {
  const latest = new Map<string, T>();
  for (const { tab, value } of [...marks].sort((a, b) => a.expires - b.expires)) {
    const person = personOf(tab);
    if (person !== undefined) latest.set(person, value);
  }
  return latest;
}
