import { startPageServer } from '../page/server.ts';
import type { Report } from '../seat.ts';

/** The page server of a run, shared by all its seeds. */
export interface Pages {
  readonly url: string;
  /** From now on a person signs in so. */
  admit(person: string, token: () => Promise<string>): void;
  /** From now on this tab's reports go here. Answers with the tab's id. */
  register(tab: string, hear: (report: Report) => void): string;
  close(): Promise<void>;
}

/** Starts it. */
export async function openPages(): Promise<Pages> {
  const tokens = new Map<string, () => Promise<string>>();
  const ears = new Map<string, (report: Report) => void>();
  const { url, close } = await startPageServer<Report>({
    script: 'main.ts',
    tokenFor: async (person) =>
      tokens
        .get(person)?.()
        .catch(() => undefined),
    onReport: (tab, report) => ears.get(tab)?.(report),
  });
  return {
    url,
    close,
    admit: (person, token) => void tokens.set(person, token),
    register(tab, hear) {
      ears.set(tab, hear);
      return tab;
    },
  };
}
