/** The script of a tab in `durable-writes.test.ts`: a core on the real storage of the browser, and ways to use it. */
import { browserEnvironment } from '../../src/browser/environment.ts';
import { timelineFeature } from '../../src/core/features/timeline.ts';
import { createNality } from '../../src/core/nality.ts';
import { signal } from '../../src/core/lib/signal.ts';

/** Who uses a tab, and whether there is a network when it opens. */
export interface TabWish {
  readonly url: string;
  readonly key: string;
  readonly accessToken: string;
  readonly owner: string;
  online: boolean;
}

/** What a test does in a tab. */
export interface Tab {
  isLive(): boolean;
  setOnline(online: boolean): void;
  /** Adds an event and answers, once it is known, whether it survives the page. */
  write(title: string): Promise<boolean>;
  /** The titles that are shown, in the order of the alphabet. */
  shown(): string[];
  /** How many writes the server does not have yet. */
  waiting(): number;
}

declare global {
  interface Window {
    /** The page around sets it before its tabs open. */
    tabWish?: TabWish;
    tab?: Tab;
  }
}

const wish = window.parent.tabWish!;
const online = signal(wish.online);
const environment = browserEnvironment();
const core = createNality({
  url: wish.url,
  key: wish.key,
  accessToken: async () => wish.accessToken,
  environment: {
    ...environment,
    online,
    fetch: (input, init) =>
      online.get() ? environment.fetch(input, init) : Promise.reject(new TypeError('There is no network.')),
  },
});
const timeline = core.use(timelineFeature, wish.owner, new AbortController().signal);
timeline.events.subscribe(() => undefined);

window.tab = {
  isLive: () => timeline.phase.get().name === 'live' && timeline.level.get() === 'owner',
  setOnline: online.set,
  write(title) {
    timeline.add({ title, start_date: '1898-07-18' });
    return core.outbox.saved();
  },
  shown: () =>
    timeline.events
      .get()
      .map(({ row }) => row.title)
      .sort(),
  waiting: () => core.outbox.pending.get().length,
};
