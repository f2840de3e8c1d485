/** Runs a task after some milliseconds; returns the cancel function. */
export type After = (ms: number, task: () => void) => () => void;

/** The page's own timer. */
export const later: After = (ms, task) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};
