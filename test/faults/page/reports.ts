/** The way from a page to whoever runs it, beside the network that is tested. */
export interface Reports<R> {
  send(report: R): void;
}

/** A page that was offline or asleep asks for its way again so often, milliseconds. */
const AGAIN_MS = 50;

/**
 * Opens the way, and opens it anew whenever it has closed: faults of the network close it, too. What has not been
 * acknowledged is said again; whoever hears it knows it by its number.
 */
export function connectReports<R>(tab: string): Reports<R> {
  // A tab that is loaded again begins to count anew.
  const query = new URLSearchParams({ tab, page: crypto.randomUUID() });
  const address = `${location.origin.replace('http', 'ws')}/reports?${query}`;
  const unheard: (readonly [number, R])[] = [];
  let count = 0;
  const open = (): WebSocket => {
    const opened = new WebSocket(address);
    opened.onopen = () => unheard.forEach((numbered) => opened.send(JSON.stringify(numbered)));
    opened.onmessage = ({ data }) => {
      while (unheard[0] && unheard[0][0] <= Number(data)) unheard.shift();
    };
    opened.onclose = () => setTimeout(() => (socket = open()), AGAIN_MS);
    return opened;
  };
  let socket = open();
  return {
    send(report) {
      const numbered = [(count += 1), report] as const;
      unheard.push(numbered);
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(numbered));
    },
  };
}
