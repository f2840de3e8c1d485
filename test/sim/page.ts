import { timelineFeature, type Timeline } from '../../src/core/features/timeline.ts';
import { createNality, type Nality } from '../../src/core/nality.ts';
import type { Browser } from './browser/browser.ts';
import { openTab, type Tab } from './browser/tab.ts';
import type { PendingOperation } from './model/fold.ts';
import type { Schedule } from './schedule.ts';

/** The timeline that everybody looks at, by the person whose it is. */
export const OWNER = '00000000-0000-4000-8000-00000000000a';

/** A row as a page shows it. */
export interface Shown {
  readonly row: Readonly<Record<string, unknown>> & { readonly id: string; readonly rev: number };
  readonly state: string;
  readonly operationId?: string | undefined;
}

/** What a page tells whoever watches it. */
export interface PageEvents {
  /** It shows something else. */
  /** It begins anew. */
  forget(page: Page): void;
  onRows(page: Page, rows: readonly Shown[]): void;
  onPending(page: Page, pending: readonly PendingOperation[]): void;
  /** A person is asked to decide over this operation. */
  onAsked(page: Page): void;
}

/** A page with the widgets' core in it, and with an element that shows the timeline. */
export interface Page {
  readonly name: string;
  readonly tab: Tab;
  readonly nality: Nality;
  /** The element's timeline; undefined while it is not on the page. */
  timeline(): Timeline | undefined;
  rows(): readonly Shown[];
  pending(): readonly PendingOperation[];
  /** Whom the core takes the person for; undefined while it does not know, empty for nobody. */
  person(): string | undefined;
  /** Whose timeline it is that is shown. */
  viewer(): string | undefined;
  unmount(): void;
  mount(): void;
  /** Ends the core in an orderly way. The tab stays. */
  close(): Promise<void>;
}

/** Opens a page in a new tab. */
export function openPage(name: string, browser: Browser, schedule: Schedule, events: PageEvents): Page {
  const tab = openTab(name, browser);
  const nality = createNality({
    client: tab.client.client,
    environment: tab.environment,
    changes: schedule.changes,
    conflictStrategy: schedule.strategy,
  });
  let end: AbortController | undefined;
  let timeline: Timeline | undefined;
  let stops: (() => void)[] = [];
  let owner: string | undefined;

  const personNow = (): string | undefined => {
    const identity = nality.identity.get();
    return identity.name === 'unknown' ? undefined : identity.name === 'person' ? identity.id : '';
  };
  const unmount = (): void => {
    for (const stop of stops) stop();
    stops = [];
    end?.abort();
    end = timeline = undefined;
  };
  const mount = (): void => {
    unmount();
    end = new AbortController();
    owner = personNow();
    const opened = nality.use(timelineFeature, OWNER, end.signal);
    timeline = opened;
    stops = [opened.events.subscribe(() => events.onRows(page, opened.events.get() as unknown as Shown[]))];
    events.forget(page);
    events.onRows(page, page.rows());
  };
  let stopPending = (): void => undefined;
  /** The log belongs to a person; it is there whether anything is shown or not. */
  const followLog = (): void => {
    stopPending();
    stopPending = nality.outbox.pending.subscribe(() => events.onPending(page, page.pending()));
    events.onPending(page, page.pending());
  };
  /** What belongs to a person is taken anew for the next one; taken before anybody was known, it is the first one's. */
  const onIdentity = (): void => {
    const now = personNow();
    followLog();
    if (owner === undefined) owner = now;
    else if (now !== undefined && now !== owner && timeline) mount();
  };
  const page: Page = {
    name,
    tab,
    nality,
    timeline: () => timeline,
    rows: () => (timeline?.events.get() ?? []) as unknown as readonly Shown[],
    pending: () => nality.outbox.pending.get() as unknown as readonly PendingOperation[],
    person: personNow,
    viewer: () => owner,
    unmount,
    mount,
    async close() {
      unmount();
      stopIdentity();
      stopEvents();
      stopPending();
      await nality.close();
    },
  };
  const stopIdentity = nality.identity.subscribe(onIdentity);
  const stopEvents = nality.events.subscribe((event) => event.type === 'conflict' && events.onAsked(page));
  followLog();
  mount();
  return page;
}
