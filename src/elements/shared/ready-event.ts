import type { Nality } from '../../core/nality.ts';
import { watch } from '../../core/lib/signal.ts';
import type { ProviderHandle } from './context.ts';

/** The widgets have a core, or another one: the page may use it, too. It ends with its provider, and when somebody else is looking. */
export class NalityReadyEvent extends Event {
  static readonly type = 'nality-ready';

  /** @param nality the core, for what no widget shows */
  constructor(readonly nality: Nality) {
    super(NalityReadyEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'nality-ready': NalityReadyEvent;
  }
  interface WindowEventMap {
    'nality-ready': NalityReadyEvent;
  }
}

/** Tells of every core that a provider comes to have. */
export function tellReady(
  { state }: ProviderHandle,
  tell: (event: Event) => unknown,
  until: AbortSignal,
): void {
  let last: Nality | undefined;
  watch(
    state,
    (now) => {
      const core = now.name === 'ready' ? now.core : undefined;
      if (core && core !== last) tell(new NalityReadyEvent(core));
      last = core;
    },
    until,
  );
}
