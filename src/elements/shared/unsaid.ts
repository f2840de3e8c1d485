/** Reads an attribute of words: taken away, it says this, where Lit would make `null` of it. */
export function unsaid<T extends string>(value: T): (said: string | null) => T {
  return (said) => (said ?? value) as T;
}
