import type { SyncedRow } from '../../sync/rows.ts';

/** What kind of file it is. */
export type MediaType = 'image' | 'video' | 'audio' | 'document';

/** A photo, recording or document of an event. Its bytes are in Storage. */
export interface MediaObject extends SyncedRow {
  /** Whose timeline it is on. */
  readonly user_id: string;
  readonly created_by: string | null;
  readonly life_event_id: string;
  readonly storage_path: string;
  readonly file_name: string;
  /** In bytes. */
  readonly file_size: number;
  readonly mime_type: string;
  readonly media_type: MediaType;
  /** In pixels, where it is known. */
  readonly width: number | null;
  readonly height: number | null;
  readonly duration_seconds: number | null;
  readonly thumbnail_path: string | null;
  /** What is to be seen, for those who cannot see it. */
  readonly alt_text: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly updated_at: string;
}

/** In the order in which they were added. */
export function oldestFirst(a: Aged, b: Aged): number {
  return order(a.created_at, b.created_at) || order(a.id, b.id);
}

type Aged = Pick<MediaObject, 'id' | 'created_at'>;

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const MB = 1024 * 1024;

/** The largest file of a kind, in bytes. */
export const MAX_BYTES: Readonly<Record<MediaType, number>> = {
  image: 10 * MB,
  video: 100 * MB,
  audio: 25 * MB,
  document: 25 * MB,
};

/** An event has at most so many. */
export const MAX_PER_EVENT = 20;

/** So many bytes of a file tell what it is. */
export const HEAD_BYTES = 32;

/** What a file is by its content, whatever its name says. */
export interface FileType {
  readonly mime: string;
  readonly type: MediaType;
}

/** A file as a person chose it; a `File` is one. */
export type ChosenFile = Blob & { readonly name: string };

/** Why a file is not taken. */
export type Refusal = 'unknown-type' | 'empty' | 'too-large' | 'too-many';

/** What is known of a file before it is sent. */
export interface FileFacts {
  /** In bytes. */
  readonly size: number;
  /** The first bytes. */
  readonly head: Uint8Array;
  /** As the browser guesses from the name; it decides where content alone does not. */
  readonly claimed: string;
}

/** Judges a file by the rules of the table; `before` is how many the event has already. */
export function checkFile({ size, head, claimed }: FileFacts, before: number): FileType | Refusal {
  if (before >= MAX_PER_EVENT) return 'too-many';
  if (size === 0) return 'empty';
  const found = typeOf(head, claimed);
  if (!found) return 'unknown-type';
  return size > MAX_BYTES[found.type] ? 'too-large' : found;
}

/** What a file is by its first bytes. SVG, HTML and whatever else can act in a page are nothing of ours. */
export function typeOf(head: Uint8Array, claimed = ''): FileType | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const known = SIGNATURES.find(([signature]) => signature.test(text))?.[1];
  const mime = known === 'container' ? containerType(text.slice(8, 12), claimed) : known;
  if (mime === undefined || mime === 'audio/webm') {
    // A recording of the browser's own: the same container may hold a film, which Storage does not take.
    return mime && claimed.startsWith('audio/') ? { mime, type: 'audio' } : undefined;
  }
  const kind = mime.slice(0, mime.indexOf('/'));
  return { mime, type: kind === 'application' ? 'document' : (kind as MediaType) };
}

const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
  [/^[^]{4}ftyp/, 'container'],
  [/^[^]{4}(?:moov|mdat|wide|free)/, 'video/quicktime'],
  [/^%PDF-/, 'application/pdf'],
  [/^ID3|^\xff[\xfb\xf3\xf2\xfa]/, 'audio/mpeg'],
  [/^\xff[\xf1\xf9]/, 'audio/aac'],
  [/^OggS/, 'audio/ogg'],
  [/^fLaC/, 'audio/flac'],
  [/^RIFF[^]{4}WAVE/, 'audio/wav'],
  [/^\x1aE\xdf\xa3/, 'audio/webm'],
];

/** The brand of an ISO container says what is in it. */
function containerType(brand: string, claimed: string): string {
  if (/^(?:hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand)) return 'image/heic';
  if (brand === 'qt  ') return 'video/quicktime';
  return /^M4[AB]/.test(brand) || claimed.startsWith('audio/') ? 'audio/mp4' : 'video/mp4';
}

/** Where a file of an event is kept. */
export function pathOf(owner: string, eventId: string, id: string): string {
  return `${owner}/${eventId}/${id}`;
}
