import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How often the words “3 minutes ago” may change, in milliseconds. */
const MINUTE = 60_000;

const hosts = new Set<ReactiveControllerHost>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Renders its host anew every minute: for what says how long ago something was. One timer serves the whole page. */
export class Minute implements ReactiveController {
  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    hosts.add(this.host);
    timer ??= setInterval(tick, MINUTE);
  }

  hostDisconnected(): void {
    hosts.delete(this.host);
    if (hosts.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }
}

function tick(): void {
  for (const host of hosts) host.requestUpdate();
}
