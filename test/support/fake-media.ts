import type { CommentCounts } from '../../src/core/features/comment-counts.ts';
import type { MediaObject } from '../../src/core/features/media/media-object.ts';
import type { Media, Refused } from '../../src/core/features/media/media.ts';
import type { StagedFile, StagedFiles } from '../../src/core/features/media/staged-files.ts';
import { signal, type Signal } from '../../src/core/lib/signal.ts';
import type { FakeCore } from './fake-core.ts';

type ValueOf<R> = R extends { get(): infer T } ? T : never;
type Tracked = ValueOf<Media['byEvent']> extends ReadonlyMap<string, readonly (infer T)[]> ? T : never;

/** A small picture that needs no server. */
export const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==';

/** Media without a server: a test says what there is, and sees what was asked for. */
export interface FakeMedia extends Media {
  readonly byEvent: Signal<ValueOf<Media['byEvent']>>;
  readonly uploads: Signal<ValueOf<Media['uploads']>>;
  readonly asked: string[];
  /** What is not taken of the next files. */
  refuse: readonly Refused[];
  /** The browser cannot show what is there. */
  spoil(...paths: readonly string[]): void;
  /** An event has these. */
  serve(eventId: string, ...media: readonly (MediaObject | Tracked)[]): void;
}

/** A row as the server would send it. */
export function mediaObject(id: string, values: Partial<MediaObject> = {}): MediaObject {
  return {
    id,
    user_id: 'owner',
    created_by: 'owner',
    life_event_id: 'event',
    storage_path: `owner/event/${id}`,
    file_name: `${id}.jpg`,
    file_size: 1000,
    mime_type: 'image/jpeg',
    media_type: 'image',
    width: 400,
    height: 300,
    duration_seconds: null,
    thumbnail_path: `owner/event/${id}-small.webp`,
    alt_text: null,
    metadata: {},
    rev: 1,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    deleted_at: null,
    ...values,
  };
}

type Staged = Pick<StagedFile, 'id' | 'draft' | 'file'>;

/**
 * Makes fake media and fake numbers of comments, which the core hands out from now on. `staged`: the files that are chosen for
 * events which are being written, as an earlier page left them.
 */
export function offerMedia(
  core: FakeCore,
  staged: Staged[] = [],
): {
  media: FakeMedia;
  counts: Signal<ReadonlyMap<string, number>>;
} {
  const asked: string[] = [];
  const ask =
    (what: string) =>
    (...words: readonly string[]): void =>
      void asked.push([what, ...words].join(' '));
  const broken = new Set<string>();
  const version = signal(0);
  const media: FakeMedia = {
    phase: signal<ValueOf<Media['phase']>>({ name: 'live' }),
    byEvent: signal<ValueOf<Media['byEvent']>>(new Map()),
    uploads: signal<ValueOf<Media['uploads']>>([]),
    urls: {
      get: () => PICTURE,
      version,
      failed: ask('failed'),
      isBroken: (path) => broken.has(path),
    },
    asked,
    refuse: [],
    async add(eventId, files) {
      ask('add')(eventId, ...files.map(({ name }) => name));
      return media.refuse;
    },
    cancel: ask('cancel'),
    retry: ask('retry'),
    describe: ask('describe'),
    remove(id) {
      ask('remove')(id);
      const left = [...media.byEvent.get()].map(
        ([event, all]) => [event, all.filter(({ row }) => row.id !== id)] as const,
      );
      media.byEvent.set(new Map(left));
    },
    restore: ask('restore'),
    settle: ask('settle'),
    spoil(...paths) {
      for (const path of paths) broken.add(path);
      version.set(version.get() + 1);
    },
    serve(eventId, ...all) {
      const tracked = all.map((one) => ('row' in one ? one : { row: one, state: 'saved' as const }));
      media.byEvent.set(new Map([...media.byEvent.get(), [eventId, tracked]]));
    },
  };
  const counts = signal<ReadonlyMap<string, number>>(new Map());
  const comments: CommentCounts = { counts, phase: media.phase };
  const shelf: StagedFiles = {
    phase: media.phase,
    all: async () => staged.map((one) => ({ v: 1, owner: 'owner', at: 0, ...one })),
    keep: async (one) => staged.push(one) > 0,
    forget: (id) => void staged.splice(0, staged.length, ...staged.filter((one) => one.id !== id)),
  };
  core.offers.set('media', () => media);
  core.offers.set('staged-files', () => shelf);
  core.offers.set('comment-counts', () => comments);
  return { media, counts };
}
