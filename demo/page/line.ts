/** What the window-level event `realtime:connection` tells. */
interface ConnectionDetail {
  state: 'connected' | 'connecting' | 'disconnected';
  attempts: number;
}

/** What the event `nality-queue-change` tells. */
interface QueueStatus {
  pending: number;
  syncing: boolean;
  durable: boolean;
  deadLetters: number;
}

/** Shows in `line` how the connection of the provider is. */
export function showLine(provider: HTMLElement, line: HTMLElement): void {
  provider.addEventListener('realtime:connection', (event) => {
    const detail = (event as CustomEvent<ConnectionDetail>).detail;
    line.dataset['state'] = detail.state;
    line.textContent = say(detail);
  });
}

/** Shows in `queue` what the server does not have yet. */
export function showQueue(provider: HTMLElement, queue: HTMLElement): void {
  provider.addEventListener('nality-queue-change', (event) => {
    queue.textContent = sayQueue((event as Event & { status: QueueStatus }).status);
  });
}

function sayQueue({ pending, syncing, durable, deadLetters }: QueueStatus): string {
  const waiting = pending === 1 ? '1 change' : `${pending} changes`;
  const refused = deadLetters === 0 ? [] : [`${deadLetters} refused`];
  if (pending === 0) return ['Everything is saved', ...refused].join(', ');
  const where = durable ? 'kept on this device' : 'only in this tab: do not close it';
  return [`${waiting} ${syncing ? 'on the way' : 'to send'}, ${where}`, ...refused].join(', ');
}

function say({ state, attempts }: ConnectionDetail): string {
  if (state === 'connected') return 'Connected';
  if (state === 'disconnected') return 'Disconnected';
  return attempts > 1 ? `Reconnecting (${attempts})…` : 'Connecting…';
}
