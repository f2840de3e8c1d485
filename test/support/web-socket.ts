import type { Environment } from '../../src/core/environment.ts';

/** A WebSocket of Node, as the core asks for it. */
export const openWebSocket: Environment['openWebSocket'] = (url, { onMessage, onClose }, until) => {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => onMessage(data);
  socket.onclose = onClose;
  until.addEventListener('abort', () => {
    socket.onmessage = socket.onclose = null;
    socket.close();
  });
  return socket;
};
