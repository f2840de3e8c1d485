/** "I am editing this": one connection's claim on one thing. */
export interface Claim {
  /** The connection that claims: one person may have several tabs open. */
  readonly tab: string;
  readonly subject: string;
  /** When it was first heard of, by the local clock: the earliest is shown. */
  readonly since: number;
  /** When it ends by itself unless it is renewed. */
  readonly expires: number;
}

/** All claims that hold, by connection and subject. */
export type Claims = ReadonlyMap<string, Claim>;

/** A claim is renewed every so many milliseconds … */
export const RENEW_MS = 10_000;
/** … and believed for so long after the last renewal. */
export const EXPIRE_MS = 25_000;

const keyOf = ({ tab, subject }: Pick<Claim, 'tab' | 'subject'>): string => `${tab} ${subject}`;

/** The claims with one made or renewed; a renewal keeps its age. */
export function claimed(claims: Claims, tab: string, subject: string, now: number): Claims {
  const key = keyOf({ tab, subject });
  const since = claims.get(key)?.since ?? now;
  return new Map(claims).set(key, { tab, subject, since, expires: now + EXPIRE_MS });
}

/** The claims without one that was given up. */
export function unclaimed(claims: Claims, tab: string, subject: string): Claims {
  const next = new Map(claims);
  return next.delete(keyOf({ tab, subject })) ? next : claims;
}

/** The claims that have not expired. */
export function standing(claims: Claims, now: number): Claims {
  const kept = [...claims].filter(([, { expires }]) => expires > now);
  return kept.length === claims.size ? claims : new Map(kept);
}

/** The claims without those of connections that have left: they cannot give them up themselves. */
export function withoutTabs(claims: Claims, left: ReadonlySet<string>): Claims {
  const kept = [...claims].filter(([, { tab }]) => !left.has(tab));
  return kept.length === claims.size ? claims : new Map(kept);
}

/**
 * Who claims what: per subject the persons, earliest claim first, each once. Who is behind a connection is
 * what presence says, not the claim; claims of connections that are not present are not shown.
 */
export function claimants(
  claims: Claims,
  persons: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const bySubject = new Map<string, string[]>();
  for (const { subject, tab } of [...claims.values()].sort((a, b) => a.since - b.since)) {
    const person = persons.get(tab);
    const known = bySubject.get(subject) ?? [];
    if (person !== undefined && !known.includes(person)) bySubject.set(subject, [...known, person]);
  }
  return bySubject;
}
