/** The way from a page to whoever runs it, beside the network that is tested. */
export interface Reports<R> {
  send(report: R): void;
}

/** Opens the way. What is said before it stands is said then; a page that slept opens it anew. */
export function connectReports<R>(tab: string): Reports<R> {
  const address = `${location.origin.replace('http', 'ws')}/reports?tab=${encodeURIComponent(tab)}`;
  const early: string[] = [];
  const open = (): WebSocket => {
    const opened = new WebSocket(address);
    opened.onopen = () => early.splice(0).forEach((text) => opened.send(text));
    return opened;
  };
  let socket = open();
  return {
    send(report) {
      const text = JSON.stringify(report);
      if (socket.readyState === WebSocket.OPEN) return socket.send(text);
      early.push(text);
      if (socket.readyState !== WebSocket.CONNECTING) socket = open();
    },
  };
}
