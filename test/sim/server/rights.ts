/** What a person may do on a timeline; each level includes the ones before. */
export type Level = 'none' | 'view' | 'comment' | 'edit' | 'admin' | 'owner';

const ORDER: readonly Level[] = ['none', 'view', 'comment', 'edit', 'admin', 'owner'];

/** Who has what on whose timeline. */
export interface Rights {
  levelOf(person: string | null, owner: string): Level;
  can(person: string | null, owner: string, needed: Level): boolean;
  /** Gives a person a level on a timeline, or takes it away. */
  grant(person: string, owner: string, level: Level): void;
  /** Whether the person could ever see it. */
  couldEverSee(person: string | null, owner: string): boolean;
}

/** Nobody but the owner has anything at first. */
export function createRights(): Rights {
  const shares = new Map<string, Level>();
  const ever = new Set<string>();
  const levelOf = (person: string | null, owner: string): Level =>
    person === null ? 'none' : person === owner ? 'owner' : (shares.get(`${person} ${owner}`) ?? 'none');
  return {
    levelOf,
    can: (person, owner, needed) => ORDER.indexOf(levelOf(person, owner)) >= ORDER.indexOf(needed),
    grant(person, owner, level) {
      shares.set(`${person} ${owner}`, level);
      if (level !== 'none') ever.add(`${person} ${owner}`);
    },
    couldEverSee: (person, owner) => person === owner || ever.has(`${person} ${owner}`),
  };
}
