import { readFile } from 'node:fs/promises';

/** A content security policy: sources by directive. */
export type Policy = Readonly<Record<string, readonly string[]>>;

/** What stands in a page's policy for the examples of the documentation. */
export interface PolicyHosts {
  /** Where the widgets are loaded from. */
  readonly cdn: string;
  /** The address of the Supabase project. */
  readonly project: string;
}

const DOCUMENTATION = new URL('../../docs/security.md', import.meta.url);

/** The policy that the documentation says is all that the widgets need. The pages here are served with nothing else. */
export async function documentedPolicy({ cdn, project }: PolicyHosts): Promise<Policy> {
  const text = await readFile(DOCUMENTATION, 'utf8');
  const stated = /^```csp\n([^]*?)^```$/m.exec(text)?.[1];
  if (!stated) throw new Error(`${DOCUMENTATION.pathname} states no policy.`);
  const real = stated
    .replaceAll('https://your-cdn.example', cdn)
    .replaceAll('https://x.supabase.co', project)
    .replaceAll('wss://x.supabase.co', project.replace(/^http/, 'ws'));
  const directives = real.split(';').map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name = '', ...sources]) => [name, sources]));
}

/** A policy with what the page itself needs besides. */
export function withOwn(policy: Policy, own: Policy): Policy {
  const merged: Record<string, readonly string[]> = { ...policy };
  for (const [name, sources] of Object.entries(own)) merged[name] = [...(policy[name] ?? []), ...sources];
  return merged;
}

/** A policy as a header says it. */
export function headerOf(policy: Policy): string {
  return Object.entries(policy)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
