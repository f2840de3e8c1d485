import { asNalityError } from '../../errors.ts';
import { openWhile } from '../../lib/open-while.ts';
import { computed, constant, signal, switched, type Readable } from '../../lib/signal.ts';
import { createCollection, type Collection } from '../../sync/collection.ts';
import type { Phase } from '../../sync/phase.ts';
import type { Tracked } from '../../sync/rows.ts';
import { createSignedUrls, type SignedUrls } from '../../sync/storage/signed-urls.ts';
import type { FeatureContext } from '../feature-context.ts';
import type { Feature } from '../feature.ts';
import { timelineTopic } from '../timeline-topic.ts';
import { timelineFeature, type Timeline } from '../timeline.ts';
import { oldestFirst, type ChosenFile, type MediaObject, type Refusal } from './media-object.ts';
import type { Upload } from './upload.ts';
import type { Uploads } from './uploads.ts';

/** The photos, recordings and documents of one timeline. */
export interface Media {
  readonly phase: Readable<Phase>;
  /** What each event has, by its id, in the order in which it was added. */
  readonly byEvent: Readable<ReadonlyMap<string, readonly Tracked<MediaObject>[]>>;
  /** What is on its way up, the oldest first. */
  readonly uploads: Readable<readonly Upload[]>;
  /** Addresses of the files. */
  readonly urls: SignedUrls;
  /**
   * Checks files, keeps them as far as the browser allows, and sends them up; answers with those that are not taken,
   * and why. Rejects with `NalityError` `offline` where the code for it cannot be loaded.
   */
  add(eventId: string, files: readonly ChosenFile[]): Promise<readonly Refused[]>;
  /** Gives an upload up. */
  cancel(id: string): void;
  /** Tries an upload again. */
  retry(id: string): void;
  /** Says what is to be seen; of a file on its way, too. */
  describe(id: string, altText: string): void;
  /** Takes it from its event; `restore` undoes it. */
  remove(id: string): void;
  restore(id: string): void;
  /** Decides over a change that the server refused. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
}

/** A file that is not taken. */
export interface Refused {
  readonly name: string;
  readonly reason: Refusal;
}

/** Where the files are. */
export const BUCKET = 'user-media';
const TABLE = 'media_objects';

/** The media of a timeline, by its owner's user id. */
export const mediaFeature: Feature<Media> = { name: 'media', open: openMedia };

function openMedia(owner: string, context: FeatureContext, until: AbortSignal): Media {
  const { environment, outbox, remote } = context;
  const timeline = context.use(timelineFeature, owner, until);
  const collection = signal<Collection<MediaObject> | undefined>(undefined);
  const uploads = signal<Uploads | undefined>(undefined);
  const removed = new Map<string, MediaObject>();
  openWhile(mayRead(timeline), until, (open) => collection.set(open && openRows(owner, context, open)));

  const rows = switched(collection, (open) => open?.rows ?? NO_ROWS);
  const find = (id: string): MediaObject | undefined => rows.get().find(({ row }) => row.id === id)?.row;
  const rowsOf = (): Collection<MediaObject> | undefined => collection.get();
  const byEvent = computed([rows], grouped);
  let loading: Promise<Uploads> | undefined;
  const load = (): Promise<Uploads> => {
    loading ??= openUploads(owner, context, { rows: rowsOf, byEvent }, until);
    loading.then(uploads.set, () => (loading = undefined));
    return loading;
  };
  // What an earlier page left is sent, too: its code is loaded only where there is something.
  void hasUploads(context)
    .then((some) => (some && !until.aborted ? load() : undefined))
    .catch((error: unknown) => environment.log('info', 'Could not go on with files that wait.', error));

  return {
    phase: switched(collection, (open) => open?.phase ?? timeline.phase),
    byEvent,
    uploads: switched(uploads, (open) => open?.list ?? NO_UPLOADS),
    urls: createSignedUrls({ bucket: BUCKET, remote, environment, until }),
    async add(eventId, files) {
      try {
        return await (await load()).add(eventId, files);
      } catch (error) {
        throw asNalityError(error);
      }
    },
    cancel: (id) => uploads.get()?.cancel(id),
    retry: (id) => uploads.get()?.retry(id),
    describe(id, altText) {
      if (uploads.get()?.describe(id, altText)) return;
      rowsOf()?.mutate({ type: 'update', id, values: { alt_text: altText.trim() || null } });
    },
    remove(id) {
      const row = find(id);
      if (row) removed.set(id, row);
      rowsOf()?.mutate({ type: 'delete', id });
    },
    restore(id) {
      rowsOf()?.mutate({ type: 'restore', id, shown: shownOf(removed.get(id)) });
    },
    settle: outbox.settle,
  };
}

const NO_ROWS = constant<readonly Tracked<MediaObject>[]>([]);
const NO_UPLOADS = constant<readonly Upload[]>([]);

function mayRead({ level }: Timeline): Readable<boolean> {
  return computed([level], (now) => now !== 'none');
}

function openRows(owner: string, context: FeatureContext, until: AbortSignal): Collection<MediaObject> {
  const { environment, me } = context;
  return createCollection<MediaObject>({
    ...context,
    table: TABLE,
    scopeColumn: 'user_id',
    scope: owner,
    compare: oldestFirst,
    fill: () => ({
      created_at: new Date(environment.now()).toISOString(),
      created_by: me.get() ?? null,
      metadata: {},
    }),
    follow: (events, open) => context.channels.open(timelineTopic(owner, context), events, open),
    until,
  });
}

function grouped(
  rows: readonly Tracked<MediaObject>[],
): ReadonlyMap<string, readonly Tracked<MediaObject>[]> {
  const groups = new Map<string, Tracked<MediaObject>[]>();
  for (const one of rows) {
    const group = groups.get(one.row.life_event_id);
    if (group) group.push(one);
    else groups.set(one.row.life_event_id, [one]);
  }
  return groups;
}

async function openUploads(
  owner: string,
  context: FeatureContext,
  shown: { rows: () => Collection<MediaObject> | undefined; byEvent: Media['byEvent'] },
  until: AbortSignal,
): Promise<Uploads> {
  const [{ createUploads }, tools] = await Promise.all([import('./uploads.ts'), context.environment.files()]);
  return createUploads({ ...context, ...shown, owner, tools, until });
}

async function hasUploads({ openStore }: FeatureContext): Promise<boolean> {
  return (await (await openStore('files')).all('upload')).length > 0;
}

function shownOf(row: MediaObject | undefined): Record<string, unknown> {
  if (!row) return {};
  const { rev: _rev, deleted_at: _deleted, updated_at: _updated, ...content } = row;
  return content;
}
