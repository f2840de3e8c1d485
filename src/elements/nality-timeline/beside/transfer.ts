import type { LitElement } from 'lit';
import { cardIdOf } from '../keys.ts';

/** What hears of files that are brought. */
export interface TransferOptions {
  /** Whether files are taken here at all. */
  editable: () => boolean;
  /** The event in whose editor something is; `null` in that of a new one, undefined elsewhere. */
  edited: (target: Element) => string | null | undefined;
  /** Takes files for an event; `null` for a new one, undefined where they were let go beside all events. */
  take: (eventId: string | null | undefined, files: readonly File[]) => void;
}

/** Hears of files that are dropped or pasted. What cannot be taken is left to the page. */
export function followTransfers(host: LitElement, options: TransferOptions): void {
  const root = host.renderRoot as ShadowRoot;
  let marked: Element | undefined;
  const mark = (next: Element | undefined): void => {
    if (next === marked) return;
    marked?.removeAttribute('dropping');
    next?.setAttribute('dropping', '');
    marked = next;
  };
  const placeOf = (event: Event): Element => event.composedPath()[0] as Element;
  const idOf = (event: Event): string | null | undefined => {
    const edited = options.edited(placeOf(event));
    return edited === undefined ? cardIdOf(placeOf(event)) : edited;
  };
  const onDrag = (event: DragEvent): void => {
    if (!options.editable() || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    mark(placeOf(event).closest('[data-event-id], dialog') ?? undefined);
  };
  const onDrop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])];
    mark(undefined);
    if (!options.editable() || files.length === 0) return;
    event.preventDefault();
    options.take(idOf(event), files);
  };
  const onPaste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    const id = idOf(event);
    // Text that was copied with a picture of itself is text, where text can be put.
    const asText =
      event.clipboardData?.types.includes('text/plain') && placeOf(event).matches('input, textarea');
    if (!options.editable() || files.length === 0 || id === undefined || asText) return;
    event.preventDefault();
    options.take(id, files);
  };
  root.addEventListener('dragover', onDrag as EventListener);
  root.addEventListener('drop', onDrop as EventListener);
  root.addEventListener('paste', onPaste as EventListener);
  root.addEventListener('dragleave', () => mark(undefined));
}
