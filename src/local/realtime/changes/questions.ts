import type { Sql } from '../../database/database.ts';
import type { ChangeType } from './binding.ts';
import { groupBy } from './group-by.ts';
import type { Subscription } from './subscriptions.ts';

/** A queued change, as far as it decides who is told. Sequence numbers are text: they may outgrow a number. */
export interface QueuedChange {
  seq: string;
  relation: number;
  operation: ChangeType;
  /** Row level security decides who sees it; null: its table is no more. */
  secured: boolean | null;
}

/** The changes of one table in a batch, and who listens to that table. */
export interface Batch {
  relation: number;
  /** The batch ends with this sequence number. */
  last: string;
  changes: readonly QueuedChange[];
  subscriptions: readonly Subscription[];
}

type PayloadRow = { seq: string; data: string };

/** The oldest changes in the queue. */
export async function queuedChanges(sql: Sql, limit: number): Promise<QueuedChange[]> {
  const query = 'select seq::text, relation, operation, secured from realtime.queued_changes($1)';
  return (await sql.query<QueuedChange>(query, [limit])).rows;
}

/** Takes from the queue what was looked at, and no change that became visible since. */
export async function removeChanges(sql: Sql, changes: readonly QueuedChange[]): Promise<void> {
  const query = 'delete from realtime.change where seq = any ($1::bigint[])';
  await sql.query(query, [changes.map(({ seq }) => seq)]);
}

/** Takes all that happened to tables out of the queue. */
export async function removeChangesOf(sql: Sql, relations: readonly number[]): Promise<void> {
  await sql.query('delete from realtime.change where relation = any ($1::oid[])', [relations]);
}

/** Why roles may not learn more than that something happened; those that may are missing. */
export async function refusals(sql: Sql, { relation, subscriptions }: Batch): Promise<Map<string, string>> {
  const roles = [...new Set(subscriptions.map((subscription) => subscription.role))];
  const { rows } = await sql.query<{ role: string; reason: string | null }>(
    'select role, realtime.refusal($1, quote_ident(role)::regrole) as reason from unnest($2::text[]) role',
    [relation, roles],
  );
  return new Map(rows.flatMap(({ role, reason }) => (reason ? [[role, reason]] : [])));
}

/** Which changes fulfil which condition. */
export async function matches(sql: Sql, batch: Batch): Promise<Map<string, Set<string>>> {
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

/** Which changed rows each viewer sees. */
export async function sights(sql: Sql, batch: Batch): Promise<Map<string, Set<string>>> {
  if (!batch.changes.some((change) => change.secured)) return new Map();
  const groups = [...groupBy(batch.subscriptions, viewerKey)];
  const viewers = groups.map(([, [first]]) => ({ role: first.role, claims: first.claims }));
  const { rows } = await sql.query<{ viewer: number; seqs: string[] | null }>(
    'select viewer, seqs::text[] from realtime.visible($1::oid::regclass, $2, $3)',
    [batch.relation, batch.last, JSON.stringify(viewers)],
  );
  return new Map(rows.map(({ viewer, seqs }) => [groups[viewer]?.[0] ?? '', new Set(seqs)]));
}

/** What a role is told of changes, limited to the columns that were selected. */
export async function payloads(
  sql: Sql,
  { relation }: Batch,
  { role, select }: Subscription,
  seqs: readonly string[],
  recordBytes: number,
): Promise<PayloadRow[]> {
  if (seqs.length === 0) return [];
  const query = `select seq::text, data
    from realtime.payloads($1, quote_ident($2)::regrole, $3, $4::bigint[], $5)`;
  return (await sql.query<PayloadRow>(query, [relation, role, select, seqs, recordBytes])).rows;
}

/** What a role is told that may not learn more. */
export async function refusedPayloads(
  sql: Sql,
  { relation }: Batch,
  reason: string | undefined,
  seqs: readonly string[],
): Promise<PayloadRow[]> {
  if (seqs.length === 0) return [];
  const query = 'select seq::text, data from realtime.refused_payloads($1, $2::bigint[], $3)';
  return (await sql.query<PayloadRow>(query, [relation, seqs, reason])).rows;
}

/** Equal for subscriptions that see the same rows. */
export function viewerKey({ role, claims }: Subscription): string {
  return `${role} ${claims}`;
}
