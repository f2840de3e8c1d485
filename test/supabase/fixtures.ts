import { randomUUID } from 'node:crypto';
import type { Person, Row, TestProject } from './project.ts';

/** Adds an event to a timeline in the name of its owner; answers its id. */
export async function addEvent(project: TestProject, owner: Person, values: Row = {}): Promise<string> {
  const row = { id: randomUUID(), title: 'Radium', start_date: '1898-12-26', ...values };
  await insert(project, owner, 'life_events', row);
  return row.id;
}

/** Writes a comment as a person; answers its id. */
export async function addComment(
  project: TestProject,
  who: Person,
  event: string,
  values: Row = {},
): Promise<string> {
  const row = await insert(project, who, 'event_comments', { event_id: event, content: 'Bravo', ...values });
  return row['id'] as string;
}

/** Inserts one row as a person, the way REST does. */
export async function insert(project: TestProject, who: Person, table: string, row: Row): Promise<Row> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const values =
    columns.length > 0 ? `(${columns.join(', ')}) values (${places.join(', ')})` : 'default values';
  const [inserted] = await project.rows(
    who,
    `insert into ${table} ${values} returning *`,
    Object.values(row),
  );
  return inserted ?? {};
}

/** Makes a row's moment a minute earlier, past every trigger: what follows may come in the same millisecond. */
export async function age(
  project: TestProject,
  table: string,
  moment: 'created_at' | 'updated_at',
  [column, value]: [column: string, value: unknown],
): Promise<void> {
  await project.as('supabase_admin', async (sql) => {
    await sql.query(`set local session_replication_role = 'replica'`);
    const earlier = `${moment} - interval '1 minute'`;
    await sql.query(`update ${table} set ${moment} = ${earlier} where ${column} = $1`, [value]);
  });
}

/** Shares a timeline in the name of its owner; answers the share's id. */
export async function share(
  project: TestProject,
  owner: Person,
  grantee: Person | 'public',
  level = 'view',
): Promise<string> {
  const to =
    grantee === 'public' ? { grantee_kind: 'public' } : { grantee_kind: 'user', grantee_id: grantee.id };
  const row = await insert(project, owner, 'timeline_shares', { ...to, level });
  return row['id'] as string;
}
