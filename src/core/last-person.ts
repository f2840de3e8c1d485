import type { Environment } from './environment.ts';
import { recallUnreachable } from './sync/remembered.ts';

/**
 * The id of the person who used a project last in this browser, if nothing can be reached now: for pages that cannot
 * say without a network who is signed in. Undefined for nobody, and whenever the page can be asked again.
 */
export async function lastPerson(url: string, environment: Environment): Promise<string | undefined> {
  return (await recallUnreachable(url, environment))?.id;
}
