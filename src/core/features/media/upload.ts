import type { NalityError } from '../../errors.ts';
import type { Values } from '../../sync/rows.ts';
import { pathOf, type MediaType } from './media-object.ts';

/** A file on its way up, as a person sees it. */
export interface Upload {
  readonly id: string;
  readonly eventId: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly type: MediaType;
  /** `waiting` for its turn, its event, or a line; `saving`: the file is up, its row is on the way. */
  readonly state: 'waiting' | 'sending' | 'saving' | 'failed';
  /** Bytes that are up. */
  readonly sent: number;
  /** Why it failed, or waits for another attempt. */
  readonly error?: NalityError | undefined;
  /** Whether it survives the page. */
  readonly kept: boolean;
  readonly altText: string;
}

/** An upload as it is stored: with it a later page goes on. */
export interface UploadRecord {
  /** The form of the record, so that a later version can tell. */
  readonly v: 1;
  readonly id: string;
  readonly owner: string;
  readonly eventId: string;
  readonly name: string;
  readonly mime: string;
  readonly type: MediaType;
  readonly altText: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** In seconds. */
  readonly duration?: number | undefined;
  readonly file: Blob;
  /** A small picture of it. */
  readonly small?: Blob | undefined;
  /** Where an upload in pieces was begun. */
  readonly begun?: string | undefined;
  /** When it was chosen, milliseconds since the epoch by the local clock. */
  readonly at: number;
}

/** How many files go up at once. */
export const AT_ONCE = 2;

/** What may start now: the oldest that wait, as far as there is room beside those that are under way. */
export function nextUp(uploads: readonly Upload[], isReady: (upload: Upload) => boolean): readonly Upload[] {
  const busy = uploads.filter(({ state }) => state === 'sending' || state === 'saving').length;
  return uploads.filter((upload) => upload.state === 'waiting' && isReady(upload)).slice(0, AT_ONCE - busy);
}

/** What an error makes of an upload: what may pass is waited out, the rest a person decides. */
export function afterError(upload: Upload, error: NalityError): Upload {
  return { ...upload, state: error.retryable ? 'waiting' : 'failed', error };
}

/** An upload as it begins, or begins anew after a reload. */
export function uploadOf(record: UploadRecord, kept: boolean): Upload {
  const { id, eventId, name, type, altText, file } = record;
  return { id, eventId, name, size: file.size, type, altText, kept, state: 'waiting', sent: 0 };
}

/** The values of the row that says that a file is there. */
export function rowOf(record: UploadRecord): Values {
  const { owner, eventId, id, name, mime, type, altText, file, small, width, height, duration } = record;
  const path = pathOf(owner, eventId, id);
  return {
    life_event_id: eventId,
    storage_path: path,
    file_name: name,
    file_size: file.size,
    mime_type: mime,
    media_type: type,
    ...(width && height && { width, height }),
    ...(duration && { duration_seconds: duration }),
    ...(small && { thumbnail_path: smallPathOf(path) }),
    ...(altText && { alt_text: altText }),
  };
}

/** Where the small picture of a file is. */
export function smallPathOf(path: string): string {
  return `${path}-small.webp`;
}

/** A name as the table takes it; the end, which tells the kind, stays. */
export function shortName(name: string): string {
  const trimmed = name.trim() || 'file';
  return trimmed.length <= 255 ? trimmed : `${trimmed.slice(0, 200)}…${trimmed.slice(-50)}`;
}
