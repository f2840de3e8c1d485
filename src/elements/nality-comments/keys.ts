/** What a key asks the comments to do. */
export type Command = 'move' | 'reply' | 'edit' | 'remove' | 'send' | 'leave' | 'undo';

/** Where the focus is when the key comes: on a comment, on something in it, in a field, or elsewhere. */
export type Where = 'comment' | 'control' | 'field' | 'elsewhere';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

const ON_COMMENT: Readonly<Record<string, Command>> = { r: 'reply', e: 'edit', F2: 'edit', Delete: 'remove' };
const MOVES: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End']);

/** The command of a key; `undefined` leaves the key to the browser and to the page. */
export function commandOf(event: Key, where: Where): Command | undefined {
  const { key, ctrlKey, metaKey, altKey, isComposing } = event;
  const held = ctrlKey || metaKey;
  if (isComposing || altKey || where === 'elsewhere') return undefined;
  if (key === 'Escape') return 'leave';
  if (where === 'field') return held && key === 'Enter' ? 'send' : undefined;
  if (held) return key === 'z' ? 'undo' : undefined;
  if (MOVES.has(key)) return 'move';
  return where === 'comment' ? ON_COMMENT[key] : undefined;
}

/** Where among the comments a key was pressed. */
export function whereOf(target: Element): Where {
  if (target.closest('form')) return 'field';
  if (target.matches('[data-comment-id]')) return 'comment';
  return target.closest('[data-comment-id]') ? 'control' : 'elsewhere';
}
