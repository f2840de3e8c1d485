import type { Contest } from './contest.ts';
import { createLife } from './life.ts';
import { VIEWS } from './views.ts';

/** A life of `size` events is loaded into a view in order. Measures milliseconds. */
export async function loading({ size }: { size: number }): Promise<Contest> {
  const life = createLife(size);
  return {
    async run(name) {
      const start = performance.now();
      const view = await VIEWS[name]!(life, size);
      const taken = performance.now() - start;
      if (view.size !== size) throw new Error(`The view "${name}" has ${view.size} rows instead of ${size}.`);
      await view.close();
      return taken;
    },
    check: () => undefined,
    close: async () => undefined,
  };
}
