/** What the window-level event `realtime:connection` tells. */
interface ConnectionDetail {
  state: 'connected' | 'connecting' | 'disconnected';
  attempts: number;
}

/** Shows in `line` how the connection of the provider is. */
export function showLine(provider: HTMLElement, line: HTMLElement): void {
  provider.addEventListener('realtime:connection', (event) => {
    const detail = (event as CustomEvent<ConnectionDetail>).detail;
    line.dataset['state'] = detail.state;
    line.textContent = say(detail);
  });
}

function say({ state, attempts }: ConnectionDetail): string {
  if (state === 'connected') return 'Connected';
  if (state === 'disconnected') return 'Disconnected';
  return attempts > 1 ? `Reconnecting (${attempts})…` : 'Connecting…';
}
