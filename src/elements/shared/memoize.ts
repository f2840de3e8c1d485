/** Remembers the last result of a pure function, for as long as its arguments are the same. */
export function memoize<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { args: A; result: R } | undefined;
  return (...args) => {
    const same =
      last?.args.length === args.length && args.every((arg, index) => Object.is(arg, last?.args[index]));
    if (!last || !same) last = { args, result: compute(...args) };
    return last.result;
  };
}
