import { loadElements, warnOfFailure, type ElementLoaders } from './load-elements.ts';
import { moduleTag, readScriptTag, type ScriptTag } from './script-tag.ts';

/*
 * The ESM script tag: `<script type="module" src="…/nality.js" data-url="…" data-key="…">`.
 *
 * It shares no module with the code that it loads, so that no chunk imports this file: under an address with a
 * query, or after a redirect, the browser would take that for another module and run everything twice.
 */

const LOADERS: ElementLoaders = {
  'nality-provider': () => import('../elements/nality-provider/define.ts'),
  'nality-timeline': () => import('../elements/nality-timeline/define.ts'),
  'nality-presence': () => import('../elements/nality-presence/define.ts'),
  'nality-chat': () => import('../elements/nality-chat/define.ts'),
  'nality-comments': () => import('../elements/nality-comments/define.ts'),
  'nality-notifications': () => import('../elements/nality-notifications/define.ts'),
};

/** Others wait for a provider; notifications as toasts, or with a public key for push, come wherever their element is. */
const EAGER = 'nality-provider, [placement=toast], [vapid-key^=B]';

async function provide({ settings, lang }: ScriptTag): Promise<void> {
  if (!settings) return;
  // The core is what the provider's code would ask for next: both come at once.
  const [{ providePage }] = await Promise.all([
    import('../elements/shared/page-provider.ts'),
    import('../core/nality.ts'),
  ]);
  providePage(settings, lang);
}

function start(): (...names: string[]) => void {
  if (typeof document === 'undefined') return () => undefined;
  const tag = readScriptTag(moduleTag(import.meta.url));
  provide(tag).catch((cause: unknown) => warnOfFailure('the script tag', cause));
  const loading = loadElements(LOADERS, EAGER);
  loading(...tag.load);
  return loading;
}

/**
 * Loads elements at once, by name, as `data-load` on the script tag does: `load('timeline', 'chat')`, `load('all')`. For
 * pages that show them in shadow roots of their own, where they may not be seen. Does nothing outside of a page.
 */
export const load = start();
