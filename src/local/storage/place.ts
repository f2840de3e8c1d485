import type { StorageContext } from './context.ts';

/** Where an object is or shall be. */
export interface Place {
  bucket: string;
  name: string;
}

/** What answers a request about a place. */
export type Route = (place: Place, context: StorageContext) => Promise<Response>;
