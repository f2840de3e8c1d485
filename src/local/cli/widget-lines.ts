import type { Backend } from '../backend.ts';
import type { Database } from '../database/database.ts';
import { widgetsAreBuilt } from '../gateway/widgets.ts';

/**
 * The HTML that shows a timeline of this backend on any page: one that is open to everybody, or, where there is none,
 * the visitor's own. Nothing for a project without the widgets' tables.
 */
export async function widgetLines({ url, keys, database }: Backend): Promise<string[]> {
  if (!(await hasTimelines(database))) return [];
  if (!(await widgetsAreBuilt())) return ['The widgets are not built yet: npm run build, then start again.'];
  const owner = await publicOwner(database);
  const [auth, whose] = owner === undefined ? [' data-auth="anonymous"', ''] : ['', ` user-id="${owner}"`];
  return [
    `<script type="module" src="${url}/_local/cdn/nality.js" data-url="${url}" data-key="${keys.publishable}"${auth}></script>`,
    `<nality-timeline${whose}></nality-timeline>`,
  ];
}

async function hasTimelines(database: Database): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>(
    `select to_regprocedure('public.nality_info()') is not null and to_regclass('public.timeline_shares') is not null as found`,
  );
  return rows[0]?.found ?? false;
}

async function publicOwner(database: Database): Promise<string | undefined> {
  const { rows } = await database.query<{ owner: string }>(
    `select owner_id::text as owner from public.timeline_shares
     where grantee_kind = 'public' and deleted_at is null order by owner_id limit 1`,
  );
  return rows[0]?.owner;
}
