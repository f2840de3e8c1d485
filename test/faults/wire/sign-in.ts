import type { Stage } from '../stage.ts';

/** A person's sign-in as their device keeps it, and what can go wrong with it. */
export interface SignIn {
  /** A token, kept as long as it may be used. Rejects while it cannot be renewed. */
  token(): Promise<string>;
  /** From now on: as it should be, out of date, or not to be had. */
  set(mode: 'good' | 'expired' | 'refused'): void;
}

const SECONDS = 600;
const FAULT_OF = { expired: 'F34', refused: 'F35' } as const;

/** Keeps a person signed in. `fired` hears when a token was asked for while something is wrong with it. */
export function keepSignedIn(stage: Stage, person: string, fired: (fault: 'F34' | 'F35') => void): SignIn {
  let mode: 'good' | 'expired' | 'refused' = 'good';
  let token = stage.token(person, SECONDS);
  return {
    async token() {
      if (mode !== 'good') fired(FAULT_OF[mode]);
      if (mode === 'refused') throw new Error('The sign-in cannot be renewed now.');
      return token;
    },
    set(next) {
      mode = next;
      token = stage.token(person, next === 'expired' ? -60 : SECONDS);
    },
  };
}
