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
  conflicts: number;
  complete: boolean;
}

/** Shows in `line` how the connection of the provider is. */
export function showLine(provider: HTMLElement, line: HTMLElement): void {
  provider.addEventListener('realtime:connection', (event) => {
    const detail = (event as CustomEvent<ConnectionDetail>).detail;
    line.dataset['state'] = detail.state;
    line.textContent = say(detail);
  });
}

/** Shows on `button` what the line of the pane says, which may be out of sight. */
export function copyLine(pane: HTMLElement, button: HTMLElement): void {
  const line = pane.querySelector<HTMLElement>('.line')!;
  const copy = (): void => void (button.dataset['state'] = line.dataset['state'] ?? '');
  new MutationObserver(copy).observe(line, { attributeFilter: ['data-state'] });
  copy();
}

/** Shows in `queue` what the server does not have yet, once that is known. */
export function showQueue(provider: HTMLElement, queue: HTMLElement): void {
  provider.addEventListener('nality-queue-change', (event) => {
    const { status } = event as Event & { status: QueueStatus };
    queue.textContent = sayQueue(status);
    queue.toggleAttribute('data-asks', status.deadLetters + status.conflicts > 0);
  });
}

function sayQueue(status: QueueStatus): string {
  const { deadLetters, conflicts, complete } = status;
  if (!complete) return '';
  const waiting = [
    sayPending(status),
    deadLetters > 0 && `${deadLetters} refused`,
    conflicts > 0 && `${conflicts} for you to decide`,
  ].filter((part) => part !== false);
  return waiting.length > 0 ? waiting.join(', ') : 'Everything is saved';
}

function sayPending({ pending, syncing, durable }: QueueStatus): string | false {
  if (pending === 0) return false;
  const changes = pending === 1 ? '1 change' : `${pending} changes`;
  const where = durable ? 'kept on this device' : 'only in this tab: do not close it';
  return `${changes} ${syncing ? 'on the way' : 'to send'}, ${where}`;
}

function say({ state, attempts }: ConnectionDetail): string {
  if (state === 'connected') return 'Connected';
  if (state === 'disconnected') return 'Disconnected';
  return attempts > 1 ? `Reconnecting (${attempts})…` : 'Connecting…';
}
