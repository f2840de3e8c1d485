import type { NalityError } from '../errors.ts';

/** Where something that is loaded and followed stands. */
export type Phase =
  | { readonly name: 'loading' }
  | { readonly name: 'live' }
  /** Shown, but not followed: offline, or on the way back. */
  | { readonly name: 'stale' }
  | { readonly name: 'failed'; readonly error: NalityError };

/** The phases without more to say, one object each: what did not change looks unchanged. */
export const LOADING: Phase = { name: 'loading' };
/** See `Phase`. */
export const LIVE: Phase = { name: 'live' };
/** See `Phase`. */
export const STALE: Phase = { name: 'stale' };
