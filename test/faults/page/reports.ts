/** The way from a page to whoever runs it, beside the network that is tested. */
export interface Reports<R> {
  send(report: R): void;
}

/** A page that was offline or asleep asks for its way again so often, milliseconds. */
const AGAIN_MS = 50;

/**
 * Opens the way, and opens it anew whenever it has closed: faults of the network close it, too. Whoever hears it says once,
 * at the beginning, up to which number it was heard; the rest is said again. No more than that is answered: a browser that is
 * killed while something waits for it unread takes back what it has said last.
 */
export function connectReports<R>(tab: string): Reports<R> {
  // A tab that is loaded again begins to count anew.
  const query = new URLSearchParams({ tab, page: crypto.randomUUID() });
  const address = `${location.origin.replace('http', 'ws')}/reports?${query}`;
  let unheard: (readonly [number, R])[] = [];
  let count = 0;
  let ready: WebSocket | undefined;
  const open = (): void => {
    const opened = new WebSocket(address);
    opened.onmessage = ({ data }) => {
      unheard = unheard.filter(([number]) => number > Number(data));
      unheard.forEach((numbered) => opened.send(JSON.stringify(numbered)));
      ready = opened;
    };
    opened.onclose = () => setTimeout(open, AGAIN_MS);
  };
  open();
  return {
    send(report) {
      const numbered = [(count += 1), report] as const;
      unheard.push(numbered);
      if (ready?.readyState === WebSocket.OPEN) ready.send(JSON.stringify(numbered));
    },
  };
}
