import { isUuid } from '../lib/uuid.ts';

/** A piece of an answer that is being written. `offset` is its place in the whole, in UTF-16 code units. */
export interface Piece {
  readonly offset: number;
  readonly text: string;
}

/** The pieces that were told of an answer and that its row does not contain yet, in the order of their places. */
export type Told = readonly Piece[];

/** No answer is longer, in UTF-16 code units … */
const MAX_LENGTH = 40_000;
/** … and no more pieces wait for the one that is missing: the next saved row has them all. */
const MAX_PIECES = 500;

/** What a broadcast tells of an answer; undefined for what is not of that shape. */
export function pieceOf(payload: unknown): (Piece & { readonly messageId: string }) | undefined {
  const { message_id: id, offset, text } = (payload ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || !isUuid(id) || typeof text !== 'string') return undefined;
  if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < 0) return undefined;
  return offset + text.length > MAX_LENGTH ? undefined : { messageId: id.toLowerCase(), offset, text };
}

/** With one more piece, wherever it belongs. */
export function withPiece(told: Told, piece: Piece): Told {
  if (told.length >= MAX_PIECES) return told;
  const after = told.findLastIndex(({ offset }) => offset <= piece.offset) + 1;
  return [...told.slice(0, after), piece, ...told.slice(after)];
}

/** Without what the saved text has reached. */
export function beyond(saved: string, told: Told): Told {
  return told.filter(({ offset, text }) => offset + text.length > saved.length);
}

/** The text as far as it is known without a gap. Where they differ, what is saved is right. */
export function joined(saved: string, told: Told): string {
  let whole = saved;
  for (const { offset, text } of told) {
    if (offset > whole.length) break;
    whole += text.slice(whole.length - offset);
  }
  return whole;
}
