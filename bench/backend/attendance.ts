import type { CrowdListener } from './crowd.ts';
import { PEOPLE } from './people.ts';
import type { Payload } from './peer.ts';
import { Tally } from './tally.ts';

/** What comes to a crowd, counted. */
export class Attendance {
  readonly subscriptions = new Tally('subscriptions');
  readonly broadcasts = new Tally('broadcasts');
  readonly changes = new Tally('changes');
  /** Each person that appears to each person. */
  readonly appearances = new Tally('appearances');
  readonly #seen = Array.from({ length: PEOPLE }, () => new Set<string>());

  readonly listen: CrowdListener = (person, event, payload) => {
    if (event === 'system') this.subscriptions.add();
    if (event === 'broadcast') this.broadcasts.add();
    if (event === 'postgres_changes') this.changes.add();
    if (event === 'presence_state') this.#appear(person, payload);
    if (event === 'presence_diff') this.#change(person, payload as { joins: Payload; leaves: Payload });
  };

  /** The fewest people that anybody sees. */
  get fewestSeen(): number {
    return Math.min(...this.#seen.map((seen) => seen.size));
  }

  #change(person: number, { joins, leaves }: { joins: Payload; leaves: Payload }): void {
    this.#appear(person, joins);
    for (const key of Object.keys(leaves)) this.#seen[person]?.delete(key);
  }

  #appear(person: number, state: Payload): void {
    const seen = this.#seen[person];
    for (const key of Object.keys(state)) {
      if (seen?.has(key)) continue;
      seen?.add(key);
      this.appearances.add();
    }
  }
}
