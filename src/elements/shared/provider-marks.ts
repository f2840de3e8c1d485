import { watch, type Readable } from '../../core/lib/signal.ts';
import type { ProviderState } from './context.ts';
import { markEdits } from './edit-marks.ts';

/** Marks what others edit for as long as a provider has a core, and anew when it gets another one. */
export function markProviderEdits(
  root: ParentNode & Node,
  owns: (element: Element) => boolean,
  provider: Readable<ProviderState>,
  until: AbortSignal,
): void {
  let end = new AbortController();
  const follow = (state: ProviderState): void => {
    end.abort();
    end = new AbortController();
    if (state.name === 'ready') markEdits(root, owns, state.core.editing, end.signal);
  };
  watch(provider, follow, until);
  until.addEventListener('abort', () => end.abort(), { once: true });
}
