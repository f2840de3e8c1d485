/** A tab as far as locks and lines know it: one that stands still hears nothing. */
interface Tab {
  readonly alive: boolean;
}

interface Wish {
  readonly tab: Tab;
  grant(): void;
}

/** Locks as the Web Locks API has them: waiting in line, stolen on demand, released when a tab is no more. */
export function fakeLocks() {
  const holders = new Map<string, Tab>();
  const lines = new Map<string, Wish[]>();

  const release = (name: string, tab: Tab): void => {
    if (holders.get(name) !== tab) return;
    holders.delete(name);
    lines.get(name)?.shift()?.grant();
  };
  return {
    take(
      name: string,
      { signal, steal = false }: { signal: AbortSignal; steal?: boolean },
      tab: Tab,
    ): Promise<() => void> {
      return new Promise((resolve, reject) => {
        // Whatever a tab that is no more had still in mind does not happen.
        if (!tab.alive) return;
        if (signal.aborted) return reject(signal.reason);
        const grant = (): void => {
          holders.set(name, tab);
          resolve(() => release(name, tab));
        };
        if (steal || !holders.has(name)) return grant();
        const line = lines.get(name) ?? [];
        lines.set(name, line);
        const wish = { tab, grant };
        line.push(wish);
        signal.addEventListener('abort', () => {
          const place = line.indexOf(wish);
          if (place >= 0) line.splice(place, 1);
          reject(new DOMException('The request was aborted.', 'AbortError'));
        });
      });
    },
    releaseAll(tab: Tab): void {
      for (const [name, line] of lines)
        lines.set(
          name,
          line.filter((wish) => wish.tab !== tab),
        );
      for (const [name, holder] of [...holders]) if (holder === tab) release(name, tab);
    },
  };
}

/** Lines between tabs, as BroadcastChannel has them: a message is a copy and arrives a moment later. */
export function fakeLines() {
  const ends = new Map<string, Set<{ readonly tab: Tab; hear(message: unknown): void }>>();
  return {
    open(
      name: string,
      hear: (message: unknown) => void,
      until: AbortSignal,
      tab: Tab,
    ): (message: unknown) => void {
      const all = ends.get(name) ?? new Set();
      ends.set(name, all);
      const own = { tab, hear };
      all.add(own);
      until.addEventListener('abort', () => all.delete(own), { once: true });
      return (message) => {
        const copy = structuredClone(message);
        for (const end of all)
          if (end !== own) queueMicrotask(() => all.has(end) && end.tab.alive && end.hear(copy));
      };
    },
  };
}
