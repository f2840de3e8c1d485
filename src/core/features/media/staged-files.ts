import { constant } from '../../lib/signal.ts';
import type { Feature, Opened } from '../feature.ts';
import type { ChosenFile } from './media-object.ts';
import { createUploadStore } from './upload-store.ts';

/** A file that is chosen for an event which is still being written. */
export interface StagedFile {
  /** The form of the record, so that a later version can tell. */
  readonly v: 1;
  readonly id: string;
  readonly owner: string;
  /** The name of the event’s draft. */
  readonly draft: string;
  readonly file: ChosenFile;
  /** When it was chosen, milliseconds since the epoch by the local clock. */
  readonly at: number;
}

/** The files that I chose for events of one timeline which are still being written: they survive the page. */
export interface StagedFiles extends Opened {
  /** What earlier pages left, the oldest first. Empty where nothing can be read. */
  all(): Promise<readonly StagedFile[]>;
  /** Keeps a file under an id of its own. Answers whether it survives the page: not all fit. Never rejects. */
  keep(file: Pick<StagedFile, 'id' | 'draft' | 'file'>): Promise<boolean>;
  forget(id: string): void;
}

/** What nobody has come back to for so long, milliseconds, is forgotten. */
const KEEP_MS = 30 * 86_400_000;

/** The chosen files of a timeline, by its owner’s user id. */
export const stagedFilesFeature: Feature<StagedFiles> = {
  name: 'staged-files',
  open(owner, { environment, openStore }) {
    const room = async (): Promise<number> => (await environment.files()).room();
    const store = createUploadStore<StagedFile>(openStore('files'), { room }, 'staged');
    // One after the other: what is forgotten at once must not be stored after that.
    let last: Promise<unknown> = Promise.resolve();
    const next = <T>(act: () => Promise<T>): Promise<T> => {
      const answer = last.then(act);
      last = answer.catch(() => undefined);
      return answer;
    };
    const forget = (id: string): void => void next(() => store.forget(id));
    return {
      phase: constant({ name: 'live' }),
      async all() {
        const found = await next(() => store.all(owner)).catch(() => []);
        const isOld = ({ at }: StagedFile): boolean => at < environment.now() - KEEP_MS;
        found.filter(isOld).forEach(({ id }) => forget(id));
        return found.filter((one) => !isOld(one)).sort((a, b) => a.at - b.at);
      },
      keep: (file) => next(() => store.keep({ v: 1, owner, at: environment.now(), ...file })),
      forget,
    };
  },
};
