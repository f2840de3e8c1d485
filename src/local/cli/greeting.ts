import { resolve } from 'node:path';
import type { Backend } from '../backend.ts';
import { describeUrl } from '../database/postgres/connection.ts';
import { SEED_PASSWORD, seededAccounts } from '../seeded-accounts.ts';
import type { DevOptions } from './options.ts';
import { widgetLines } from './widget-lines.ts';

/** What a person needs to know of a backend that has started. */
export async function greeting(
  backend: Backend,
  place: Pick<DevOptions, 'dataDir' | 'databaseUrl'>,
): Promise<string> {
  const { url, keys, database, functions } = backend;
  const parts = [
    rows({
      URL: url,
      'Publishable key': keys.publishable,
      'Secret key': keys.secret,
      'Older keys': `anon          ${keys.anonJwt}`,
      '': `service_role  ${keys.serviceRoleJwt}`,
      'Mail page': `${url}/_local/mail`,
      ...(functions.length > 0 ? { 'Edge Functions': functions.join(', ') } : {}),
      Data: placeOfData(place),
    }),
    accounts(await seededAccounts(database)),
    section('Two lines for any page', await widgetLines(backend)),
    ['Ctrl-C ends it.'],
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => `\n${part.map((line) => `  ${line}\n`).join('')}`)
    .join('');
}

function placeOfData({ dataDir, databaseUrl }: Pick<DevOptions, 'dataDir' | 'databaseUrl'>): string {
  if (databaseUrl !== undefined) return describeUrl(databaseUrl);
  return dataDir === undefined ? 'in memory, gone at the end' : resolve(dataDir);
}

function rows(values: Record<string, string>): string[] {
  return Object.entries(values).map(([name, value]) => `${name.padEnd(17)}${value}`);
}

function accounts(people: readonly { name: string; email: string }[]): string[] {
  const lines = people.map(({ name, email }) => `${name.padEnd(24)}${email}`);
  return section(`Accounts, password ${SEED_PASSWORD}`, lines);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
