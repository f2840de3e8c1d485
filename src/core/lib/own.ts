/** An object with its own fields alone: a page may have put others of the same names on `Object.prototype`. */
export function own<T extends object>(given: T): T {
  return Object.assign(Object.create(null) as T, given);
}
