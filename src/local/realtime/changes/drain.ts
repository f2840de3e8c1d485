import type { Sql } from '../../database/database.ts';
import type { ChangeType } from './binding.ts';
import type { Subscriber, Subscription } from './subscriptions.ts';

/** A queued change, as far as it decides who is told. */
export interface QueuedChange {
  seq: string;
  relation: number;
  operation: ChangeType;
  /** Row level security decides who sees it. */
  secured: boolean;
}

/** What one subscriber is told: the JSON text of `data` and the bindings that it hits. */
export interface Delivery {
  seq: string;
  subscriber: Subscriber;
  data: string;
  ids: number[];
}

/** The changes of one table in a batch, and who listens to that table. */
interface Batch {
  relation: number;
  last: string;
  changes: QueuedChange[];
  subscriptions: Subscription[];
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
 * Takes the oldest changes from the queue and says who is told what, in the order of the changes.
 * Subscribers with the same role and claims share one look through row level security, those with the same
 * conditions one evaluation, those with the same role and columns one payload.
 */
export async function drainChanges(
  sql: Sql,
  subscriptionsOn: (relation: number) => Subscription[],
  options: { changes: number; recordBytes: number },
): Promise<{ taken: number; deliveries: Delivery[] }> {
  const query = 'select seq::text, relation, operation, secured from realtime.queued_changes($1)';
  const { rows: changes } = await sql.query<QueuedChange>(query, [options.changes]);
  const last = changes.at(-1)?.seq;
  if (last === undefined) return { taken: 0, deliveries: [] };
  const deliveries: Delivery[] = [];
  for (const relation of new Set(changes.map((change) => change.relation))) {
    const ofTable = changes.filter((change) => change.relation === relation);
    const batch = { relation, last, changes: ofTable, subscriptions: subscriptionsOn(relation) };
    if (batch.subscriptions.length > 0) deliveries.push(...(await deliver(sql, batch, options.recordBytes)));
  }
  await remove(sql, changes);
  return {
    taken: changes.length,
    deliveries: deliveries.sort((a, b) => Number(BigInt(a.seq) - BigInt(b.seq))),
  };
}

/** Takes from the queue what was looked at, and no change that became visible since; and what nobody can look at. */
async function remove(sql: Sql, changes: readonly QueuedChange[]): Promise<void> {
  await sql.query(
    `delete from realtime.change c
    where c.seq = any ($1::bigint[]) or not exists (select from pg_class where oid = c.relation)`,
    [changes.map(({ seq }) => seq)],
  );
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
    deliveries.push(...(await deliverGroup(sql, batch, group, answers, recordBytes)));
  }
  return deliveries;
}

/** One group shares role and columns, and therefore payloads. */
async function deliverGroup(
  sql: Sql,
  batch: Batch,
  group: Subscription[],
  answers: Answers,
  recordBytes: number,
): Promise<Delivery[]> {
  const told = batch.changes.map((change) => ({
    change,
    subscriptions: group.filter((subscription) => verdict(change, subscription, answers) !== 'no'),
  }));
  const seqs = told.filter(({ subscriptions }) => subscriptions.length > 0).map(({ change }) => change.seq);
  const data = await payloads(sql, batch, group[0] as Subscription, seqs, answers, recordBytes);
  return told.flatMap(({ change: { seq }, subscriptions }) =>
    [...groupBy(subscriptions, (subscription) => subscription.subscriber)].map(([subscriber, hit]) => ({
      seq,
      subscriber,
      data: data.get(seq) as string,
      ids: hit.map((subscription) => subscription.bindingId).reverse(),
    })),
  );
}

async function payloads(
  sql: Sql,
  batch: Batch,
  { role, select }: Subscription,
  seqs: string[],
  answers: Answers,
  recordBytes: number,
): Promise<Map<string, string>> {
  if (seqs.length === 0) return new Map();
  const refusal = answers.refusals.get(role);
  const data = new Map<string, string>();
  const add = (rows: { seq: string; data: string }[]): void =>
    rows.forEach((row) => data.set(row.seq, row.data));
  const refused = refusal
    ? batch.changes.filter((change) => change.operation !== 'DELETE').map(({ seq }) => seq)
    : [];
  if (refusal) {
    const query = 'select seq::text, data from realtime.refused_payloads($1, $2::bigint[], $3)';
    add((await sql.query<{ seq: string; data: string }>(query, [batch.relation, refused, refusal])).rows);
  }
  const open = seqs.filter((seq) => !refused.includes(seq));
  if (open.length > 0) {
    const query =
      'select seq::text, data from realtime.payloads($1, quote_ident($2)::regrole, $3, $4::bigint[], $5)';
    add(
      (
        await sql.query<{ seq: string; data: string }>(query, [
          batch.relation,
          role,
          select,
          open,
          recordBytes,
        ])
      ).rows,
    );
  }
  return data;
}

async function refusals(sql: Sql, batch: Batch): Promise<Map<string, string>> {
  const roles = [...new Set(batch.subscriptions.map((subscription) => subscription.role))];
  const { rows } = await sql.query<{ role: string; reason: string | null }>(
    'select role, realtime.refusal($1, quote_ident(role)::regrole) as reason from unnest($2::text[]) role',
    [batch.relation, roles],
  );
  return new Map(rows.flatMap(({ role, reason }) => (reason ? [[role, reason]] : [])));
}

async function matches(sql: Sql, batch: Batch): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const { condition, columns } of batch.subscriptions) {
    if (condition === null || found.has(condition)) continue;
    const { rows } = await sql.query<{ seqs: string[] | null }>(
      'select realtime.matching($1::oid::regclass, $2, $3, $4)::text[] as seqs',
      [batch.relation, batch.last, condition, columns],
    );
    found.set(condition, new Set(rows[0]?.seqs));
  }
  return found;
}

async function sights(sql: Sql, batch: Batch): Promise<Map<string, Set<string>>> {
  if (!batch.changes.some((change) => change.secured)) return new Map();
  const viewers = [...groupBy(batch.subscriptions, viewerKey)];
  const { rows } = await sql.query<{ viewer: number; seqs: string[] | null }>(
    'select viewer, seqs::text[] from realtime.visible($1::oid::regclass, $2, $3)',
    [
      batch.relation,
      batch.last,
      JSON.stringify(viewers.map(([, [first]]) => ({ role: first?.role, claims: first?.claims }))),
    ],
  );
  return new Map(rows.map(({ viewer, seqs }) => [viewers[viewer]?.[0] ?? '', new Set(seqs)]));
}

function viewerKey(subscription: Subscription): string {
  return `${subscription.role} ${subscription.claims}`;
}

function payloadKey(subscription: Subscription): string {
  return `${subscription.role} ${JSON.stringify(subscription.select)}`;
}

function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
