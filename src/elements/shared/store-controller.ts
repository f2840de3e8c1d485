import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Readable } from '../../core/lib/signal.ts';

/**
 * Shows a changing value in an element: the host renders again after every change, and only while it
 * is connected does anything run behind the value.
 *
 * `source` is asked before every render, so it may depend on the host's properties and on controllers
 * declared before this one; `undefined` means that there is nothing to show yet.
 */
export class StoreController<T> implements ReactiveController {
  private connected = false;
  private followed: Readable<T> | undefined;
  private stop: (() => void) | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly source: () => Readable<T> | undefined,
  ) {
    host.addController(this);
  }

  /** The value now; `undefined` without a source. */
  get value(): T | undefined {
    return this.source()?.get();
  }

  hostConnected(): void {
    this.connected = true;
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    this.follow(this.connected ? this.source() : undefined);
  }

  hostDisconnected(): void {
    this.connected = false;
    this.follow(undefined);
  }

  private follow(source: Readable<T> | undefined): void {
    if (source === this.followed) return;
    this.stop?.();
    this.followed = source;
    this.stop = source?.subscribe(() => this.host.requestUpdate());
  }
}
