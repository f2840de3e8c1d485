/** Ways of doing the same work, which are measured in turns. */
export interface Contest {
  /** Does the work once, in the way of that name. Answers how much it took. */
  run(name: string): Promise<number>;
  /** Throws when one of them did not do the work. */
  check(): void;
  close(): Promise<void>;
}
