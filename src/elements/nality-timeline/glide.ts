/** Milliseconds that a glide takes. */
const TIME = 320;

/**
 * Moves a number from one value to another, frame by frame, or at once where the person wants less motion, and says when it is
 * over. Aborting what it returns stops it.
 */
export function startGlide(
  from: number,
  to: number,
  move: (value: number) => void,
  end: () => void,
): AbortController {
  const glide = new AbortController();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const start = performance.now();
  const over = (): void => {
    if (glide.signal.aborted) return;
    glide.abort();
    end();
  };
  const step = (): void => {
    if (glide.signal.aborted) return;
    const done = still ? 1 : Math.min((performance.now() - start) / TIME, 1);
    move(from + (to - from) * (1 - (1 - done) ** 3));
    // What the last step has drawn is measured and put in its place before anybody else may scroll.
    requestAnimationFrame(done < 1 ? step : over);
  };
  requestAnimationFrame(step);
  return glide;
}
