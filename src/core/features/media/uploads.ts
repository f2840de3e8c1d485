import type { FileTools } from '../../environment.ts';
import { asNalityError, NalityError } from '../../errors.ts';
import { backoff } from '../../lib/backoff.ts';
import { computed, watch, type Readable } from '../../lib/signal.ts';
import type { Collection } from '../../sync/collection.ts';
import { putFile, removeFiles } from '../../sync/storage/put-file.ts';
import type { FeatureContext } from '../feature-context.ts';
import { BUCKET, type Media, type Refused } from './media.ts';
import {
  checkFile,
  HEAD_BYTES,
  pathOf,
  type ChosenFile,
  type FileType,
  type MediaObject,
} from './media-object.ts';
import { createUploadShelf, type UploadShelf } from './upload-shelf.ts';
import { createUploadStore } from './upload-store.ts';
import {
  afterError,
  nextUp,
  rowOf,
  shortName,
  smallPathOf,
  type Upload,
  type UploadRecord,
} from './upload.ts';

/** Files on their way up. */
export interface Uploads extends Pick<Media, 'add' | 'cancel' | 'retry'> {
  readonly list: Readable<readonly Upload[]>;
  /** Says what is to be seen on a file that is on its way; answers whether it is. */
  describe(id: string, altText: string): boolean;
}

/** What they are sent with. */
export interface UploadsOptions extends Pick<
  FeatureContext,
  'environment' | 'connection' | 'remote' | 'outbox' | 'openStore'
> {
  owner: string;
  tools: FileTools;
  /** The rows that say which files are there. */
  rows: () => Collection<MediaObject> | undefined;
  byEvent: Media['byEvent'];
  until: AbortSignal;
}

/** The longer side of a small picture, in pixels. */
const SMALL = 512;
/** An attempt that moves no byte for so long, milliseconds, is given up. */
const STALL_MS = 60_000;

interface Attempt {
  readonly count: number;
  readonly end?: AbortController;
  readonly cancelPause?: () => void;
}

/**
 * Sends files up, the file first and then the row that says that it is there: what has no row is never shown, and a row
 * without a file never comes to be. Each is sent by one tab.
 */
export function createUploads(options: UploadsOptions): Uploads {
  const { owner, environment, connection, outbox, remote, tools, until } = options;
  const store = createUploadStore(options.openStore('files'), tools);
  const shelf = createUploadShelf(store, environment, until);
  const { list, find } = shelf;
  const attempts = new Map<string, Attempt>();

  /** A file can only be put where its event is: one that was written without a connection goes first. */
  const isReady = ({ id, eventId }: Upload): boolean =>
    environment.online.get() &&
    !attempts.get(id)?.cancelPause &&
    !outbox.ofRow(eventId).some(({ type, state }) => type === 'insert' && state !== 'saved');
  const proceed = (): void => {
    if (until.aborted) return;
    for (const { id } of nextUp(list.get(), isReady)) void send(id);
  };
  const send = async (id: string): Promise<void> => {
    const attempt = { count: (attempts.get(id)?.count ?? 0) + 1, end: new AbortController() };
    attempts.set(id, attempt);
    shelf.change(id, { state: 'sending', error: undefined });
    try {
      await put(id, attempt.end);
      shelf.change(id, { state: 'saving' });
      shelf.drop(id, await writeRow(id, options, shelf));
      attempts.delete(id);
    } catch (error) {
      // Given up by the person, or with the page: then nobody is told.
      if (attempts.get(id) === attempt && !until.aborted) fail(id, asNalityError(error), attempt.count);
    }
    proceed();
  };
  const put = async (id: string, end: AbortController): Promise<void> => {
    const watchdog = createWatchdog(environment, () =>
      end.abort(new NalityError('timeout', 'Nothing moves any more.')),
    );
    try {
      const onProgress = (sent: number): void => (watchdog.feed(), shelf.change(id, { sent }));
      await putUpload(id, { ...options, shelf, onProgress, signal: AbortSignal.any([end.signal, until]) });
    } finally {
      watchdog.stop();
    }
  };
  const fail = (id: string, error: NalityError, count: number): void => {
    const upload = find(id);
    if (upload) shelf.change(id, afterError(upload, error));
    if (!error.retryable) return;
    const pause = backoff(Math.min(count, 5), { random: environment.random });
    attempts.set(id, { count, cancelPause: environment.after(pause, () => resume(id)) });
  };
  const resume = (id: string): void => {
    const attempt = attempts.get(id);
    attempt?.cancelPause?.();
    if (attempt && !attempt.end) attempts.set(id, { count: attempt.count });
    proceed();
  };
  const resumeAll = (): void => {
    for (const { id, state } of list.get()) if (state === 'waiting') resume(id);
  };

  void store
    .all(owner)
    .then((left) => Promise.all(left.map(({ id }) => shelf.adopt(id))))
    .catch((error: unknown) => environment.log('info', 'Could not read the files that wait.', error));
  for (const stop of [outbox.touched.subscribe(proceed), connection.wakes.subscribe(resumeAll)])
    until.addEventListener('abort', stop, { once: true });
  watch(environment.online, resumeAll, until);
  watch(
    computed([list], ({ length }) => length),
    proceed,
    until,
  );
  const unsaved = computed([list], (all) => all.some(({ kept }) => !kept));
  environment.keepOpen(unsaved, until);

  return {
    list,
    add: (eventId, files) => takeFiles(eventId, files, options, shelf),
    cancel(id) {
      const record = shelf.record(id);
      const upload = find(id);
      if (!record || !upload || upload.state === 'saving') return;
      const attempt = attempts.get(id);
      attempts.delete(id);
      attempt?.cancelPause?.();
      attempt?.end?.abort();
      shelf.drop(id, true);
      if (upload.sent === 0) return;
      const path = pathOf(owner, record.eventId, id);
      removeFiles(BUCKET, [path, smallPathOf(path)], remote, tools, until).catch(() => undefined);
    },
    retry(id) {
      if (find(id)?.state === 'failed') shelf.change(id, { state: 'waiting', error: undefined });
      resume(id);
    },
    describe(id, altText) {
      const record = shelf.record(id);
      if (!record || find(id)?.state === 'saving') return false;
      shelf.update({ ...record, altText: altText.trim() });
      return true;
    },
  };
}

type PutOptions = Pick<UploadsOptions, 'owner' | 'remote' | 'tools'> & {
  shelf: UploadShelf;
  onProgress(bytes: number): void;
  signal: AbortSignal;
};

/** Puts a file and its small picture. Rejects also when it was given up between the two. */
async function putUpload(id: string, options: PutOptions): Promise<void> {
  const { owner, remote, tools, shelf, onProgress, signal } = options;
  const record = shelf.record(id);
  signal.throwIfAborted();
  if (!record) return;
  const { eventId, mime, file, small, begun } = record;
  const path = pathOf(owner, eventId, id);
  const onBegun = (address: string): void =>
    shelf.update({ ...(shelf.record(id) ?? record), begun: address });
  const common = { bucket: BUCKET, onBegun, signal };
  await putFile({ ...common, path, file, type: mime, begun, onProgress }, remote, tools);
  signal.throwIfAborted();
  if (!small) return;
  const picture = { path: smallPathOf(path), file: small, type: small.type };
  await putFile({ ...common, ...picture, onProgress: () => onProgress(file.size) }, remote, tools);
  signal.throwIfAborted();
}

/** Answers whether the row survives the page. If not, the next page makes it again: under its one id it counts once. */
async function writeRow(
  id: string,
  { rows, outbox }: Pick<UploadsOptions, 'rows' | 'outbox'>,
  shelf: UploadShelf,
): Promise<boolean> {
  const record = shelf.record(id);
  if (!record || outbox.ofRow(id).length > 0) return true;
  const collection = rows();
  if (!collection) throw new NalityError('denied', 'This timeline is not shared with you any more.');
  collection.mutate({ type: 'insert', id, values: rowOf(record) });
  return outbox.saved();
}

/** Checks files and takes those that may be taken; answers with the others. */
async function takeFiles(
  eventId: string,
  files: readonly ChosenFile[],
  options: UploadsOptions,
  shelf: UploadShelf,
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  for (const file of files) {
    const here = shelf.list.get().filter((one) => one.eventId === eventId).length;
    const before = here + (options.byEvent.get().get(eventId)?.length ?? 0);
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const found = checkFile({ size: file.size, head, claimed: file.type }, before);
    if (typeof found === 'string') refused.push({ name: file.name, reason: found });
    else await shelf.add(await recordOf(eventId, file, found, options));
  }
  return refused;
}

async function recordOf(
  eventId: string,
  file: ChosenFile,
  { mime, type }: FileType,
  { owner, environment, tools }: UploadsOptions,
): Promise<UploadRecord> {
  const look = type === 'image' ? tools.picture : type === 'document' ? undefined : tools.recording;
  const seen = await look?.(file, SMALL);
  const { uuid, now } = environment;
  const name = shortName(file.name);
  return { v: 1, id: uuid(), owner, eventId, name, mime, type, altText: '', ...seen, file, at: now() };
}

/** Calls `onStall` when it was not fed for too long. */
function createWatchdog({ after }: Pick<FeatureContext['environment'], 'after'>, onStall: () => void) {
  let stop = after(STALL_MS, onStall);
  return {
    feed(): void {
      stop();
      stop = after(STALL_MS, onStall);
    },
    stop: (): void => stop(),
  };
}
