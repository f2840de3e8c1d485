/** The way from a page to whoever runs it, beside the network that is tested. */
export interface Reports<R> {
  send(report: R): void;
}

/** Opens the way. What is said before it stands is said then. */
export function connectReports<R>(tab: string): Reports<R> {
  const socket = new WebSocket(
    `${location.origin.replace('http', 'ws')}/reports?tab=${encodeURIComponent(tab)}`,
  );
  const early: string[] = [];
  socket.onopen = () => early.splice(0).forEach((text) => socket.send(text));
  return {
    send(report) {
      const text = JSON.stringify(report);
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      else early.push(text);
    },
  };
}
