import type { Sql } from '../../database/database.ts';
import { groupBy } from './group-by.ts';
import type { Batch, QueuedChange } from './questions.ts';
import {
  matches,
  payloads,
  queuedChanges,
  refusals,
  refusedPayloads,
  removeChanges,
  removeChangesOf,
  sights,
  viewerKey,
} from './questions.ts';
import type { Subscriber, Subscription } from './subscriptions.ts';

export interface DrainOptions {
  /** How many changes are taken. */
  changes: number;
  /** Above so many bytes a record loses its long values. */
  recordBytes: number;
}

/** What one subscriber is told: the JSON text of `data` and the bindings that it hits. */
export interface Delivery {
  seq: string;
  subscriber: Subscriber;
  data: string;
  ids: number[];
}

/** What the database answered about a batch; sequence numbers stand for changes. */
export interface Answers {
  /** Roles that may not learn more than that something happened, and why. */
  refusals: ReadonlyMap<string, string>;
  /** By condition. */
  matches: ReadonlyMap<string, ReadonlySet<string>>;
  /** By viewer. */
  sights: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Takes the oldest changes from the queue and says who is told what, in the order of the changes. `sql` is at the
 * beginning of its transaction.
 * Subscribers with the same role and claims share one look through row level security, those with the same
 * conditions one evaluation, those with the same role and columns one payload.
 */
export async function drainChanges(
  sql: Sql,
  subscriptionsOn: (relation: number) => Subscription[],
  options: DrainOptions,
): Promise<{ taken: number; deliveries: Delivery[] }> {
  await sql.exec('set transaction isolation level repeatable read');
  const queued = await queuedChanges(sql, options.changes);
  const last = queued.at(-1)?.seq;
  if (last === undefined) return { taken: 0, deliveries: [] };
  const deliveries: Delivery[] = [];
  const unheard: number[] = [];
  for (const [relation, changes] of groupBy(queued, (change) => change.relation)) {
    const batch = { relation, last, changes, subscriptions: subscriptionsOn(relation) };
    if (batch.subscriptions.length === 0 || changes[0].secured === null) unheard.push(relation);
    else deliveries.push(...(await deliver(sql, batch, options.recordBytes)));
  }
  await removeChanges(sql, queued);
  if (unheard.length > 0) await removeChangesOf(sql, unheard);
  return { taken: queued.length, deliveries: deliveries.sort(bySequence) };
}

/** Decides whether a subscription is told of a change: `refused`, when no more than that it happened. */
export function verdict(
  change: QueuedChange,
  subscription: Subscription,
  answers: Answers,
): 'told' | 'refused' | 'no' {
  if (subscription.event !== '*' && subscription.event !== change.operation) return 'no';
  if (change.operation !== 'DELETE' && answers.refusals.has(subscription.role)) return 'refused';
  const { condition } = subscription;
  if (condition !== null && !answers.matches.get(condition)?.has(change.seq)) return 'no';
  return !change.secured || answers.sights.get(viewerKey(subscription))?.has(change.seq) ? 'told' : 'no';
}

async function deliver(sql: Sql, batch: Batch, recordBytes: number): Promise<Delivery[]> {
  const answers: Answers = {
    refusals: await refusals(sql, batch),
    matches: await matches(sql, batch),
    sights: await sights(sql, batch),
  };
  const deliveries: Delivery[] = [];
  for (const group of groupBy(batch.subscriptions, payloadKey).values()) {
    const hits = hitsOf(batch.changes, group, answers);
    const seqs = (kind: Hit['kind']): string[] => [
      ...new Set(hits.filter((hit) => hit.kind === kind).map((hit) => hit.seq)),
    ];
    const rows = [
      ...(await payloads(sql, batch, group[0], seqs('told'), recordBytes)),
      ...(await refusedPayloads(sql, batch, answers.refusals.get(group[0].role), seqs('refused'))),
    ];
    const bySeq = groupBy(hits, (hit) => hit.seq);
    deliveries.push(...rows.flatMap(({ seq, data }) => deliveriesOf(seq, data, bySeq.get(seq) ?? [])));
  }
  return deliveries;
}

interface Hit {
  seq: string;
  kind: 'told' | 'refused';
  subscription: Subscription;
}

function hitsOf(changes: readonly QueuedChange[], group: readonly Subscription[], answers: Answers): Hit[] {
  return changes.flatMap((change) =>
    group.flatMap((subscription) => {
      const kind = verdict(change, subscription, answers);
      return kind === 'no' ? [] : [{ seq: change.seq, kind, subscription }];
    }),
  );
}

/** One delivery for each subscriber, with all of its bindings, the last first as from the real server. */
function deliveriesOf(seq: string, data: string, hits: readonly Hit[]): Delivery[] {
  return [...groupBy(hits, (hit) => hit.subscription.subscriber)].map(([subscriber, own]) => ({
    seq,
    subscriber,
    data,
    ids: own.map((hit) => hit.subscription.bindingId).reverse(),
  }));
}

function payloadKey({ role, select }: Subscription): string {
  return `${role} ${JSON.stringify(select)}`;
}

function bySequence(a: Delivery, b: Delivery): number {
  return Number(BigInt(a.seq) - BigInt(b.seq));
}
