import type { Environment } from '../environment.ts';

/** Kept for the next page: who wants push on this browser, and as what it is stored. Without `endpoint` it is not, for now. */
export interface PushNote {
  readonly person: string;
  readonly id: string;
  readonly endpoint?: string | undefined;
}

/** Where the note of a project is kept, in local storage. */
export const pushNoteName = (project: string): string => `nality:push:${project}`;

/** The note of a project; what is kept could be anybody's writing. */
export function readPushNote(environment: Pick<Environment, 'peek'>, project: string): PushNote | undefined {
  try {
    const note = JSON.parse(environment.peek(pushNoteName(project)) ?? 'null') as PushNote | null;
    return typeof note?.person === 'string' && typeof note.id === 'string' ? note : undefined;
  } catch {
    return undefined;
  }
}
