import type { Database, Sql } from '../database/database.ts';
import { SESSION_DEFAULTS } from '../database/session.ts';
import type { Migration, Project, SqlFile } from './project.ts';
import { lineAt, splitSql } from './split-sql.ts';
import type { Statement } from './split-sql.ts';

/** A statement of a migration or a seed that the database refused; the message says where it stands. */
export class SqlFileError extends Error {
  override readonly name = 'SqlFileError';
  /** Relative to the project's folder. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly statement: string;

  constructor(file: SqlFile, line: number, statement: string, cause: DatabaseError) {
    const notes = [cause.detail, cause.hint].filter(Boolean).map((note) => `\n  ${note}`);
    super(
      `${file.path}:${line}: ${cause.message} (SQLSTATE ${cause.code})${notes.join('')}\n\n${excerpt(statement)}`,
      {
        cause,
      },
    );
    this.path = file.path;
    this.line = line;
    this.statement = statement;
  }
}

interface DatabaseError extends Error {
  code?: string;
  detail?: string;
  hint?: string;
  /** In characters of the statement, from 1. */
  position?: string;
}

/** The tables in which the official CLI, too, writes down what has been done. */
const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text primary key, statements text[], name text);
  create table if not exists supabase_migrations.seed_files (path text primary key, hash text not null);
  grant usage on schema supabase_migrations to postgres;
  grant all on all tables in schema supabase_migrations to postgres;
`;

/**
 * Brings the database to the project's newest migration, one transaction each, as role postgres.
 * Answers the versions that were new. Rejects with `SqlFileError`.
 */
export async function migrate(database: Database, project: Project): Promise<string[]> {
  await database.exec(HISTORY);
  const { rows } = await database.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations',
  );
  const known = new Set(rows.map((row) => row.version));
  const fresh = project.migrations.filter((migration) => !known.has(migration.version));
  for (const migration of fresh) await database.transaction((sql) => applyMigration(sql, migration));
  return fresh.map((migration) => migration.version);
}

/** Runs the project's seed unless it has run in this database before. Rejects with `SqlFileError`. */
export async function seed(database: Database, project: Project): Promise<void> {
  const file = project.seed;
  if (!file) return;
  await database.exec(HISTORY);
  await database.transaction(async (sql) => {
    const { rows } = await sql.query('select from supabase_migrations.seed_files where path = $1', [
      file.path,
    ]);
    if (rows.length > 0) return;
    await runFile(sql, file);
    await sql.query(`insert into supabase_migrations.seed_files values ($1, md5($2))`, [
      file.path,
      file.text,
    ]);
  });
}

async function applyMigration(sql: Sql, migration: Migration): Promise<void> {
  const statements = await runFile(sql, migration);
  await sql.query(
    `insert into supabase_migrations.schema_migrations (version, name, statements)
     select $1, $2, array(select jsonb_array_elements_text($3::jsonb))`,
    [migration.version, migration.name, JSON.stringify(statements.map((statement) => statement.sql))],
  );
}

async function runFile(sql: Sql, file: SqlFile): Promise<Statement[]> {
  const statements = splitSql(file.text);
  await sql.exec('set local session authorization postgres');
  for (const statement of statements) await runStatement(sql, file, statement);
  await sql.exec(`reset role; ${SESSION_DEFAULTS}`);
  return statements;
}

async function runStatement(sql: Sql, file: SqlFile, statement: Statement): Promise<void> {
  try {
    await sql.exec(statement.sql);
  } catch (error) {
    const cause = error as DatabaseError;
    const offset = Number(cause.position ?? 1) - 1;
    throw new SqlFileError(file, statement.line + lineAt(statement.sql, offset) - 1, statement.sql, cause);
  }
}

const EXCERPT_LINES = 12;

function excerpt(statement: string): string {
  const lines = statement.split('\n');
  const shown = lines.slice(0, EXCERPT_LINES).map((line) => `    ${line}`);
  return [...shown, ...(lines.length > EXCERPT_LINES ? ['    …'] : [])].join('\n');
}
