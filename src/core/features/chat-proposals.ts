import { computed, type Readable } from '../lib/signal.ts';
import { blindWrite, type BlindWrite } from '../sync/blind-write.ts';
import type { Collection } from '../sync/collection.ts';
import type { SyncedRow, Tracked } from '../sync/rows.ts';
import type { FeatureContext } from './feature-context.ts';
import {
  assertLifeEvent,
  DEFAULTS,
  localDate,
  type Category,
  type LifeEvent,
  type LifeEventDraft,
} from './life-event.ts';

/** An event that the assistant proposes to a person. Only that person's yes makes an event of it. */
export interface Proposal extends SyncedRow {
  readonly session_id: string;
  /** The answer that it came with. */
  readonly message_id: string | null;
  /** Whose timeline it is for, and who may answer it. */
  readonly user_id: string;
  readonly title: string;
  readonly description: string | null;
  /** In words, no more exact than what was said. */
  readonly estimated_date: string | null;
  readonly category: Category;
  /** What else is known of it; nothing in a database that does not know of details. */
  readonly details?: Partial<ProposalDetails>;
  /** 0 to 1. */
  readonly confidence: number;
  readonly status: 'pending' | 'accepted' | 'rejected';
  readonly created_life_event_id: string | null;
  readonly created_at: string;
}

/** What an event has besides words and time. */
export type ProposalDetails = Pick<LifeEvent, 'location' | 'importance' | 'tags'>;

/** What can be answered to proposals. */
export interface Proposals {
  readonly proposals: Readable<readonly Tracked<Proposal>[]>;
  /**
   * Puts the event onto my timeline, as it is in the draft, with the details of the proposal where the draft has none;
   * however often it is said, there is one event. Returns its id.
   *
   * @throws NalityError `invalid`
   */
  accept(id: string, draft: LifeEventDraft): string | undefined;
  /** Takes a yes or a no back: the event is off the timeline, the proposal waits as before. */
  takeBack(id: string): void;
  reject(id: string): void;
}

/** Opens the proposals of a collection. */
export function createProposals(
  { rows, mutate }: Collection<Proposal>,
  me: string,
  { outbox, environment }: FeatureContext,
): Proposals {
  const find = (id: string): Proposal | undefined => rows.get().find(({ row }) => row.id === id)?.row;
  const answer = (id: string, status: Proposal['status'], event: string | null): void =>
    void mutate({ type: 'update', id, values: { status, created_life_event_id: event } });
  const write = (rowId: string, type: BlindWrite['type'], values?: BlindWrite['values']): void =>
    outbox.enqueue(
      blindWrite(
        { table: 'life_events', scope: me, type, rowId, values, shown: shownFor(type, values) },
        environment,
      ),
    );
  const shownFor = (type: BlindWrite['type'], values: BlindWrite['values']): BlindWrite['shown'] => {
    if (type === 'insert') return { created_at: new Date(environment.now()).toISOString(), created_by: me };
    return type === 'restore' ? values : undefined;
  };

  return {
    proposals: computed([rows], (all) => all),
    accept(id, draft) {
      const proposal = find(id);
      if (!proposal || proposal.status === 'accepted') return proposal?.created_life_event_id ?? undefined;
      const values = { ...DEFAULTS, ...detailsOf(proposal), ...draft };
      assertLifeEvent({ title: '', start_date: null, ...values }, localDate(environment.now()));
      const event = eventIdOf(proposal);
      // It was accepted and taken back a moment ago.
      if (outbox.ofRow(event).length > 0) {
        write(event, 'restore', values);
        write(event, 'update', values);
      } else write(event, 'insert', { ...values, user_id: me });
      answer(id, 'accepted', event);
      return event;
    },
    takeBack(id) {
      const event = find(id)?.created_life_event_id;
      if (event) write(event, 'delete');
      answer(id, 'pending', null);
    },
    reject: (id) => answer(id, 'rejected', null),
  };
}

/** Place, importance and tags of a proposal; what is not known is as in an event where nothing was written. */
export function detailsOf({ details }: Pick<Proposal, 'details'>): ProposalDetails {
  const { location, importance, tags }: ProposalDetails = { ...DEFAULTS, ...details };
  return { location, importance, tags };
}

/**
 * The id of the event that a proposal becomes: the same wherever this version of it is accepted, so that two devices make one
 * event; another one after it was taken back, since deleted events keep their ids.
 */
export function eventIdOf({ id, rev }: Pick<Proposal, 'id' | 'rev'>): string {
  const last = (Number.parseInt(id.slice(-12), 16) + rev) % 2 ** 48;
  return id.slice(0, -12) + last.toString(16).padStart(12, '0');
}
