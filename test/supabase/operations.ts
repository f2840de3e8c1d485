import { randomUUID } from 'node:crypto';
import type { Row, TestProject, Who } from './project.ts';

export interface Op {
  op_id: string;
  table: string;
  type: string;
  id: string;
  base_rev: number | null;
  values?: Row;
}

export interface Outcome {
  op_id: string;
  outcome: 'applied' | 'already' | 'conflict' | 'refused';
  row?: Row | null;
  code?: string;
  message?: string;
  constraint?: string | null;
}

/** An operation on life_events, unless told otherwise. */
export function op(type: string, fields: Partial<Op> = {}): Op {
  return { op_id: randomUUID(), table: 'life_events', type, id: randomUUID(), base_rev: null, ...fields };
}

export async function applyOps(project: TestProject, who: Who, ops: unknown): Promise<Outcome[]> {
  return project.value(who, 'select public.nality_apply_ops($1::jsonb)', [JSON.stringify(ops)]);
}

/** Applies one operation and answers its outcome. */
export async function applyOp(project: TestProject, who: Who, operation: Op): Promise<Outcome> {
  const [outcome] = await applyOps(project, who, [operation]);
  if (!outcome) throw new Error('no outcome');
  return outcome;
}
