/** What a key asks the timeline to do. */
export type Command = 'move' | 'open' | 'edit' | 'remove' | 'add' | 'leave' | 'undo' | 'search' | 'jump';

/** Where the focus is when the key comes: on a card, on something in it, in an editor, or elsewhere. */
export type Where = 'card' | 'control' | 'editor' | 'elsewhere';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

const MOVES: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp']);

const EVERYWHERE: ReadonlyMap<string, Command> = new Map([
  ['n', 'add'],
  ['/', 'search'],
  ['j', 'jump'],
]);

const ON_CARD: ReadonlyMap<string, Command> = new Map([
  ['Enter', 'open'],
  ['e', 'edit'],
  ['F2', 'edit'],
  ['Delete', 'remove'],
]);

/** The command of a key; `undefined` leaves the key to the browser and to the page. */
export function commandOf(event: Key, where: Where): Command | undefined {
  const { key, ctrlKey, metaKey, altKey, isComposing } = event;
  if (isComposing || altKey) return undefined;
  if (where === 'editor') return key === 'Escape' ? 'leave' : undefined;
  if (ctrlKey || metaKey) return key === 'z' ? 'undo' : undefined;
  const command = EVERYWHERE.get(key);
  if (command || where === 'elsewhere') return command;
  if (key === 'Escape') return 'leave';
  if (MOVES.has(key)) return 'move';
  return where === 'card' ? ON_CARD.get(key) : undefined;
}

/** Where in the timeline a key was pressed. */
export function whereOf(target: Element): Where {
  if (target.closest('form, select, input, textarea')) return 'editor';
  if (target.matches('[data-event-id]')) return 'card';
  return target.closest('[data-event-id]') ? 'control' : 'elsewhere';
}

/** The card that a node is in. */
export function cardIdOf(target: Element): string | undefined {
  return target.closest('[data-event-id]')?.getAttribute('data-event-id') ?? undefined;
}

/** Whether a click was meant for the card itself, not for something in it that acts. */
export function isPlainClick(target: Element): boolean {
  return target.closest('button, a, label, form, summary') === null;
}
