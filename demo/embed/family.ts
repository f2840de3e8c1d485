import { PASSWORD } from '../page/cast.ts';
import { keepSession } from '../page/session-keeper.ts';

/**
 * The page's own part: it signs a person in by itself, in the seeded family, and shows the comments of the event
 * that was opened. `data-as` on the provider says who it is.
 */
interface Provider extends HTMLElement {
  accessToken: () => Promise<string>;
}

const provider = document.querySelector<Provider>('nality-provider')!;
const setting = (name: string): string => provider.getAttribute(name) ?? '';
provider.accessToken = keepSession(
  { url: setting('url'), key: setting('key'), email: setting('data-as'), password: PASSWORD },
  { fetch: (...request) => fetch(...request), now: Date.now, storage: localStorage },
);
provider.addEventListener('nality-event-select', (event) => {
  const { lifeEvent } = event as Event & { lifeEvent: { id: string } };
  document.querySelector('nality-comments')!.setAttribute('event-id', lifeEvent.id);
});
