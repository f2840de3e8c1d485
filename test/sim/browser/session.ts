import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';
import { tokenFor } from '../server/tokens.ts';

/** Who is signed in to a browser: one for all its tabs. */
export interface SignIn {
  person(): string | null;
  /** The token, renewed when it has run out. Rejects when it cannot be renewed. */
  token(): Promise<string | null>;
  change(person: string | null): void;
  /** The token ends now. */
  expire(): void;
}

interface SignInOptions {
  readonly time: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly where: number;
  readonly isOnline: () => boolean;
  /** The server's wall clock: the one that counts. */
  readonly clock: () => number;
  /** How long a token lives, in milliseconds. */
  readonly life: number;
}

/** Signs a person in. */
export function createSignIn(first: string | null, options: SignInOptions): SignIn {
  const { time, chance, faults, where, isOnline, clock, life } = options;
  let person = first;
  let expires = clock() + life;
  let token = first && tokenFor(first, expires);
  let renewal: Promise<void> | undefined;

  const renew = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const whose = person;
      time.after(chance.between(5, 80), () => {
        if (person !== whose) return resolve();
        if (faults.strikes('F35', where, 1) || !isOnline())
          return reject(new TypeError('The sign-in cannot be renewed.'));
        expires = clock() + life;
        token = whose && tokenFor(whose, expires);
        resolve();
      });
    }).finally(() => (renewal = undefined));

  return {
    person: () => person,
    async token() {
      if (person !== null && expires <= clock()) await (renewal ??= renew());
      return token;
    },
    change(next) {
      person = next;
      expires = clock() + life;
      token = next && tokenFor(next, expires);
      renewal = undefined;
    },
    expire() {
      if (expires > clock()) expires = clock();
    },
  };
}
