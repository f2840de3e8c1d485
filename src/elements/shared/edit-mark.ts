import type { Editor } from '../../core/features/timeline.ts';
import { common } from './text.ts';

/** The attributes of whatever shows an event while somebody else edits it. */
export interface EditMark {
  readonly 'being-edited': '';
  /** The editor's user id. */
  readonly 'data-editor': string;
  readonly 'data-editor-name': string;
  readonly 'aria-description': string;
}

/** Who edits what: others only, the earliest claim first. */
export type Editing = ReadonlyMap<string, readonly Editor[]>;

/** The mark of one event; `undefined` while nobody else edits it. The earliest claim is the one shown. */
export function editMark(editors: readonly Editor[] | undefined): EditMark | undefined {
  const editor = editors?.[0];
  if (!editor) return undefined;
  const name = editor.name.trim() || common.someone;
  return {
    'being-edited': '',
    'data-editor': editor.id,
    'data-editor-name': name,
    'aria-description': common.editing(name),
  };
}
