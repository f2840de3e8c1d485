import { lifeEvent, pageOf } from './life.ts';
import { VIEWS, type View } from './views.ts';

/** Something that holds rows until it is let go. */
export interface Holding {
  close(): Promise<void>;
}

/** Holds a life of `size` events in a view of that name, and nothing else of it. */
export async function hold({ name, size }: { name: string; size: number }): Promise<Holding> {
  // The server's side must not weigh: it makes its answers anew.
  const life = {
    page: (number: number) => pageOf(size, number),
    rows: () => Array.from({ length: size }, (_, index) => lifeEvent(index)),
  };
  const view: View = await VIEWS[name]!(life, size);
  await view.settled();
  return { close: view.close };
}
