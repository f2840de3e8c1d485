/** Virtual time. Nothing happens but what was planned, in the order of its time, ties in the order of planning. */
export interface Clock {
  /** Milliseconds since the simulation began. */
  now(): number;
  /** Runs `task` after `ms` milliseconds. Returns the cancel function. */
  after(ms: number, task: () => void): () => void;
  /** Moves time on. After every task everything runs that waits for promises alone. */
  advance(ms: number): Promise<void>;
}

interface Task {
  readonly at: number;
  readonly place: number;
  run: (() => void) | undefined;
}

/** Makes a clock that stands at zero. */
export function createClock(): Clock {
  let now = 0;
  let places = 0;
  const heap: Task[] = [];

  return {
    now: () => now,
    after(ms, run) {
      const task: Task = { at: now + Math.max(0, ms), place: (places += 1), run };
      push(heap, task);
      return () => void (task.run = undefined);
    },
    async advance(ms) {
      const end = now + ms;
      await drained();
      for (let task = heap[0]; task && task.at <= end; task = heap[0]) {
        pop(heap);
        if (!task.run) continue;
        now = task.at;
        task.run();
        await drained();
      }
      now = end;
    },
  };
}

/** Resolves once no promise has anything left to do: microtasks all run before the next turn of the loop. */
function drained(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(a: Task, b: Task): boolean {
  return a.at < b.at || (a.at === b.at && a.place < b.place);
}

function push(heap: Task[], task: Task): void {
  let index = heap.push(task) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(task, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = task;
}

function pop(heap: Task[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
}
