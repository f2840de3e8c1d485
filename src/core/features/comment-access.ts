import { watch, type Readable } from '../lib/signal.ts';
import { createFact, type Fact } from '../sync/fact.ts';
import type { FeatureContext } from './feature-context.ts';
import { askAtJoins, onRights } from './rights.ts';
import { timelineTopic } from './timeline-topic.ts';
import type { Level } from './timeline.ts';

/** What I may do at an event, and on whose timeline it is. */
export interface Access {
  readonly owner: string | null;
  readonly level: Level;
}

/** A right may be given or taken at any time: it is asked for at least so often. */
const ACCESS_MS = 60_000;

/** My right at an event. */
export function accessTo(event: string, context: FeatureContext, until: AbortSignal): Fact<Access> {
  const { remote } = context;
  return createFact<Access>({
    name: `access:${event}`,
    async read() {
      await remote.checkSchema();
      return remote.rpc<Access>('nality_event_access', { event });
    },
    everyMs: ACCESS_MS,
    ...context,
    until,
  });
}

/** Rights are told on the timeline that the event is on, and its own end, too. */
export function followTimeline(
  access: Readable<Access | undefined>,
  event: string,
  ask: () => void,
  context: FeatureContext,
  until: AbortSignal,
): void {
  let end: AbortController | undefined;
  let known: string | undefined;
  const follow = (owner: string | undefined): void => {
    if (owner === known) return;
    end?.abort();
    if (known && !owner) context.channels.unsubscribe(`timeline:${known}`);
    known = owner;
    if (owner === undefined) return;
    end = new AbortController();
    const onChange = ({ id }: { id: string | undefined }): void => void (id === event && ask());
    const events = { onBroadcast: onRights(ask), onChange };
    const { state } = context.channels.open(timelineTopic(owner, context), events, end.signal);
    askAtJoins(state, ask, end.signal);
  };
  until.addEventListener('abort', () => end?.abort(), { once: true });
  watch(access, (now) => follow(now?.owner ?? undefined), until);
}
