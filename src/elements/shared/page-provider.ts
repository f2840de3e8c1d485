import { nearestProvider } from './nearest-provider.ts';
import { page } from './page.ts';
import { announceProvider, provideContext } from './provide-context.ts';
import { ProviderCore } from './provider-core.ts';
import { markProviderEdits } from './provider-marks.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { tellReady } from './ready-event.ts';
import { toDomEvent } from './realtime-events.ts';
import { warnOnce } from './warn.ts';

/**
 * Provides for all elements of the page that are below no `<nality-provider>`, and marks the page's own
 * markup outside of providers. It lives as long as the page; the first script tag that asks for it decides.
 */
export function providePage(settings: ProviderSettings, lang: string): void {
  const written = JSON.stringify(settings);
  const earlier = page().provider;
  if (earlier) {
    if (earlier.settings === written) return;
    warnOnce(
      'two script tags of this page carry data-url. The first one counts; use <nality-provider> for more.',
    );
    return;
  }
  const provider = new ProviderCore((event) => void window.dispatchEvent(toDomEvent(event)));
  const forever = new AbortController().signal;
  page().provider = { handle: provider, settings: written };
  provider.lang.set(lang);
  provider.configure(settings);
  tellReady(provider, (event) => window.dispatchEvent(event), forever);
  provideContext(document.documentElement, undefined, provider);
  announceProvider(document.documentElement);
  markProviderEdits(document, (element) => nearestProvider(element) === undefined, provider.state, forever);
}
