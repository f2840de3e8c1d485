import type { OpenedSocket, SocketEvents } from '../core/environment.ts';

/**
 * Opens a WebSocket of the page, until `until` aborts. It closes as the page goes: one that has a socket open is not kept
 * for the way back.
 */
export function openWebSocket(
  url: string,
  { onMessage, onClose }: SocketEvents,
  until: AbortSignal,
): OpenedSocket {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => onMessage(data);
  // Safari tells of a socket that the page's policy or the port forbids by an error alone.
  socket.onclose = socket.onerror = () => {
    socket.onclose = socket.onerror = null;
    onClose();
  };
  window.addEventListener('pagehide', () => socket.close(), { signal: until });
  const end = (): void => {
    socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  };
  until.addEventListener('abort', end, { once: true });
  return socket;
}
