import type { Act } from './schedule.ts';
import type { Look } from './seat.ts';

/** Somebody's place at a device: a tab, and after its end the next one. Whatever is done to it may take its time. */
export interface Place {
  readonly name: string;
  readonly person: string;
  act(act: Act): void;
  /** What the tab shows; undefined while it does not answer. */
  look(): Promise<Look | undefined>;
  /** Takes the element out of the page, or puts it in again. */
  place(present: boolean): void;
  /** Ends the tab as a crash does. */
  kill(): void;
  /** Opens a tab, if there is none. Resolves once it can be used. */
  open(): Promise<void>;
  setOnline(online: boolean): void;
  /** The person comes back to the tab. */
  wake(): void;
  /** Closes the tab. Answers with what it has left behind. */
  close(): Promise<string[]>;
}
